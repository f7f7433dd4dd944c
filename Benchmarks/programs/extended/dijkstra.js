// A binary heap of pairs of a priority and a value.
class Heap {
  constructor() { this.items = []; }

  get isEmpty() { return this.items.length === 0; }

  add(priority, value) {
    const items = this.items;
    const item = [priority, value];
    let i = items.length;
    items.push(item);
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (items[parent][0] <= priority) break;
      items[i] = items[parent];
      i = parent;
    }
    items[i] = item;
  }

  removeFirst() {
    const items = this.items;
    const first = items[0];
    const item = items.pop();
    const length = items.length;
    if (length === 0) return first;
    let i = 0;
    while (true) {
      let child = 2 * i + 1;
      if (child >= length) break;
      if (child + 1 < length && items[child + 1][0] < items[child][0]) child++;
      if (items[child][0] >= item[0]) break;
      items[i] = items[child];
      i = child;
    }
    items[i] = item;
    return first;
  }
}

function makeGraph(size) {
  let seed = 11;
  const graph = [];
  for (let from = 0; from < size; from++) {
    const edges = [[(from + 1) % size, 900]];
    for (let i = 0; i < 4; i++) {
      seed = seed * 16807 % 2147483647;
      edges.push([seed % size, seed % 997 + 1]);
    }
    graph.push(edges);
  }
  return graph;
}

function distances(graph, start) {
  const best = new Array(graph.length).fill(Infinity);
  best[start] = 0;
  const heap = new Heap();
  heap.add(0, start);
  while (!heap.isEmpty) {
    const [distance, node] = heap.removeFirst();
    if (distance > best[node]) continue;
    for (const [target, length] of graph[node]) {
      const candidate = distance + length;
      if (candidate < best[target]) {
        best[target] = candidate;
        heap.add(candidate, target);
      }
    }
  }
  return best;
}

const graph = makeGraph(20000);
for (let start = 0; start < 4; start++) {
  const best = distances(graph, start);
  console.log(`${Math.max(...best)} ${best.reduce((a, b) => a + b)}`);
}
