// jsondiffpatch over the pairs that bench_pair wrote: texts to delta, one process, all in memory.
// npm install --prefix build/bench jsondiffpatch; NODE_PATH is not looked at for modules, so the
// library's folder is the second argument.
// Usage: node pair.mjs PAIRS.jsonl build/bench/node_modules/jsondiffpatch/lib/index.js
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { create } = await import(pathToFileURL(process.argv[3]));
const pairs = readFileSync(process.argv[2], "utf8").trim().split("\n")
  .map((line) => JSON.parse(line).map((side) => JSON.stringify(side, null, 2)));
const comparer = create();
const runs = [];

for (let run = 0; run < 7; run++) {
  const start = process.cpuUsage();
  for (const [before, after] of pairs)
    comparer.diff(JSON.parse(before), JSON.parse(after));
  const used = process.cpuUsage(start);
  runs.push((used.user + used.system) / pairs.length);
}
runs.splice(0, 2); // while the code was still being compiled
runs.sort((a, b) => a - b);
console.log(`jsondiffpatch ${runs[2].toFixed(1)} us a pair`);
