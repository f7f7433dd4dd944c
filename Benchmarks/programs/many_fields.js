class Small {}
class Large {}

function small(times) {
  let sum = 0;
  for (let i = 0; i < times; i = i + 1) {
    const o = new Small();
    o.au = i;
    o.av = i;
    o.aw = i;
    o.ax = i;
    o.ay = i;
    o.az = i;
    o.bu = i;
    o.bv = i;
    o.bw = i;
    o.bx = i;
    o.by = i;
    o.bz = i;
    sum = sum + o.bz;
  }
  return sum;
}

function large(times) {
  let sum = 0;
  for (let i = 0; i < times; i = i + 1) {
    const o = new Large();
    o.au = i;
    o.av = i;
    o.aw = i;
    o.ax = i;
    o.ay = i;
    o.az = i;
    o.bu = i;
    o.bv = i;
    o.bw = i;
    o.bx = i;
    o.by = i;
    o.bz = i;
    o.cu = i;
    o.cv = i;
    o.cw = i;
    o.cx = i;
    o.cy = i;
    o.cz = i;
    o.du = i;
    o.dv = i;
    o.dw = i;
    o.dx = i;
    o.dy = i;
    o.dz = i;
    sum = sum + o.dz;
  }
  return sum;
}

console.log(small(400000).toExponential(5));
console.log(large(250000).toExponential(5));
