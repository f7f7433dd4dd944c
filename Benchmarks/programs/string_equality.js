function count(times) {
  const north = "the long road that leads from the old harbour to the north";
  const south = "the long road that leads from the old harbour to the south";
  const river = "the long road that leads from the old harbour to the river";
  const tower = "the long road that leads from the old harbour to the tower";
  const again = "the long road that leads from the old harbour to the north";
  let equal = 0;
  for (let i = 0; i < times; i = i + 1) {
    if (north === north) equal = equal + 1;
    if (north === south) equal = equal + 1;
    if (north === river) equal = equal + 1;
    if (north === tower) equal = equal + 1;
    if (north === again) equal = equal + 1;
    if (south === north) equal = equal + 1;
    if (south === south) equal = equal + 1;
    if (south === river) equal = equal + 1;
    if (south === tower) equal = equal + 1;
    if (south === again) equal = equal + 1;
    if (river === north) equal = equal + 1;
    if (river === south) equal = equal + 1;
    if (river === river) equal = equal + 1;
    if (river === tower) equal = equal + 1;
    if (river === again) equal = equal + 1;
    if (tower === north) equal = equal + 1;
    if (tower === south) equal = equal + 1;
    if (tower === river) equal = equal + 1;
    if (tower === tower) equal = equal + 1;
    if (tower === again) equal = equal + 1;
  }
  return equal;
}

console.log(count(1200000) / 1200000);
console.log(count(10));
