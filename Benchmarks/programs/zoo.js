class Park {
  constructor() {
    this.otters = 1;
    this.lynxes = 2;
    this.ravens = 3;
    this.moles = 4;
    this.trouts = 5;
    this.vipers = 6;
    this.storks = 7;
    this.hares = 8;
  }

  swimming() { return this.otters; }
  hunting() { return this.lynxes; }
  cawing() { return this.ravens; }
  digging() { return this.moles; }
  jumping() { return this.trouts; }
  hissing() { return this.vipers; }
  clapping() { return this.storks; }
  running() { return this.hares; }
}

const park = new Park();
let total = 0;
while (total < 40000000) {
  total = total + park.swimming() + park.hunting() + park.cawing() + park.digging()
      + park.jumping() + park.hissing() + park.clapping() + park.running();
}
console.log(total - 40000000);
