class Register {
  constructor() {
    this.a = 0;
    this.b = 1;
    this.c = 2;
    this.d = 3;
    this.e = 4;
    this.f = 5;
    this.g = 6;
    this.h = 7;
    this.i = 8;
    this.j = 9;
    this.k = 10;
    this.l = 11;
  }

  rotate() {
    const first = this.a;
    this.a = this.b;
    this.b = this.c;
    this.c = this.d;
    this.d = this.e;
    this.e = this.f;
    this.f = this.g;
    this.g = this.h;
    this.h = this.i;
    this.i = this.j;
    this.j = this.k;
    this.k = this.l;
    this.l = first;
  }

  first() { return this.a; }
  setFirst(value) { this.a = value; }
}

function run(times) {
  const register = new Register();
  for (let i = 0; i < times; i = i + 1) {
    register.rotate();
    const kept = register.c;
    register.c = register.j;
    register.j = kept;
    register.setFirst(register.first() + 1);
  }
  return register;
}

const register = run(900000);
console.log(register.a);
console.log(register.f);
console.log(register.l);
