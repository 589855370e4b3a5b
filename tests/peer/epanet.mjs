// Solves .inp files with EPANET: node epanet.mjs [--time N] FILE... prints, for each, `file FILE`, then lines
// `node NAME HEAD`, `link NAME FLOW` with 15 digits, or under --time `ms MEDIAN ITERATIONS` of N solves from the start.
import { readFileSync } from "node:fs";
import { CountType, LinkProperty, NodeProperty, Project, Workspace } from "epanet-js";

const words = process.argv.slice(2);
const times = words[0] === "--time" ? Number(words.splice(0, 2)[1]) : 0;
const workspace = new Workspace();
await workspace.loadModule();

function print(project) {
  const nodes = project.getCount(CountType.NodeCount);
  const links = project.getCount(CountType.LinkCount);
  const lines = [];
  for (let i = 1; i <= nodes; i++)
    lines.push(`node ${project.getNodeId(i)} ${project.getNodeValue(i, NodeProperty.Head).toPrecision(15)}`);
  for (let i = 1; i <= links; i++)
    lines.push(`link ${project.getLinkId(i)} ${project.getLinkValue(i, LinkProperty.Flow).toPrecision(15)}`);
  console.log(lines.join("\n"));
}

// 10 = EN_INITFLOW: flows start afresh each time.
function time(project) {
  const took = [];
  for (let i = 0; i < times; i++) {
    project.initH(10);
    const start = performance.now();
    project.runH();
    took.push(performance.now() - start);
  }
  took.sort((a, b) => a - b);
  console.log(`ms ${took[times >> 1]} ${project.getStatistic(0)}`);
}

for (const file of words) {
  const project = new Project(workspace);
  workspace.writeFile("in.inp", readFileSync(file, "utf8"));
  project.open("in.inp", "out.rpt", "out.bin");
  project.openH();
  project.initH(0);
  project.runH();
  console.log(`file ${file}`);
  if (times > 0) time(project);
  else print(project);
  project.closeH();
  project.close();
}
