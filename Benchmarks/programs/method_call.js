class Switch {
  constructor(on) {
    this.on = on;
  }

  isOn() { return this.on; }

  push() {
    this.on = !this.on;
    return this;
  }
}

class StiffSwitch extends Switch {
  constructor(on, needed) {
    super(on);
    this.needed = needed;
    this.pushes = 0;
  }

  push() {
    this.pushes = this.pushes + 1;
    if (this.pushes >= this.needed) {
      this.pushes = 0;
      super.push();
    }
    return this;
  }
}

function flips(device, times) {
  let seen = device.isOn();
  let count = 0;
  for (let i = 0; i < times; i = i + 1) {
    let now = device.push().isOn();
    if (now !== seen) count = count + 1;
    now = device.push().isOn();
    if (now === seen) count = count + 1;
    seen = now;
  }
  return count;
}

console.log(flips(new Switch(true), 1200000) === 2400000);
console.log(flips(new StiffSwitch(true, 3), 1200000));
