import { generate } from "./generate.js";
import { firstProblem } from "./fuzz.js";
import { loadProgram } from "./program.js";
const seed = Number(process.argv[2]);
const source = generate(seed, { without: (process.argv[4] ?? "").split(",") });
console.warn = () => {};
if (process.argv[3]) { console.log(source); console.log(loadProgram(source).code.replace(/\}, JSON.parse\(.*\)\);/g, "})")); }
const p = await firstProblem(source, seed, { orders: 3 });
console.log(seed, p?.slice(0, 1500) ?? "ok");
process.exit(0);
