class Idler {
  rest() {}
  wait() {}
  pause() {}
  sleep() {}
  dream() {}
  doze() {}
  nap() {}
  linger() {}
  with(one) {}
  both(one, two) {}
  over(one, two, three) {}
  every(one, two, three, four) {}
}

const idler = new Idler();
let rounds = 0;
while (rounds < 990000) {
  idler.rest();
  idler.wait();
  idler.pause();
  idler.sleep();
  idler.dream();
  idler.doze();
  idler.nap();
  idler.linger();
  idler.with(1);
  idler.both(1, 2);
  idler.over(1, 2, 3);
  idler.every(1, 2, 3, 4);
  rounds = rounds + 1;
}
console.log(rounds);
