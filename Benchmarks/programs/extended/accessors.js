class Temperature {
  static made = 0;

  static fromFahrenheit(value) {
    this.made++;
    const result = new this(0);
    result.fahrenheit = value;
    return result;
  }

  constructor(celsius) { this.celsius = celsius; }

  get fahrenheit() { return this.celsius * 1.8 + 32; }
  set fahrenheit(value) { this.celsius = (value - 32) / 1.8; }

  get isFreezing() { return this.celsius < 0; }
}

function run(count) {
  let freezing = 0;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const temperature = Temperature.fromFahrenheit(i % 100);
    temperature.fahrenheit += 9;
    if (temperature.isFreezing) freezing++;
    sum += temperature.fahrenheit;
  }
  console.log(`${freezing} ${Math.round(sum)} ${Temperature.made}`);
}

run(1000000);
