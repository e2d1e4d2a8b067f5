import { pipelineCase } from "../harness/pipelineCase.js";

const verdict = (_: string, pick: (n: number) => number): string => (pick(2) === 0 ? "for" : "against");

export const debate = pipelineCase({
  name: "debate",
  title: "Debate: crossing chains, a referee, three judges",
  make: (file: typeof import("../debate.js")) => new file.Debate(),
  inputs: [
    ["Cities should ban cars", 4],
    ["Tabs are better than spaces", 1],
  ],
  answers: {
    referee: (_, pick) => (pick(2) === 0 ? "none" : "straw man"),
    logician: verdict,
    historian: verdict,
    citizen: verdict,
  },

  async twin(model, motion, rounds) {
    let pro = model.ask("proponent", `Open for: ${motion}`);
    let con = model.ask("opponent", `Open against: ${motion}`);
    const statements = [pro, con];
    const fouls: Promise<string>[] = [];

    for (let round = 2; round <= rounds; round++) {
      const answer = (alias: string, to: Promise<string>) =>
        to.then((said) => model.ask(alias, `${motion}\nRound ${round}. They said: ${said}`));
      [pro, con] = [answer("proponent", con), answer("opponent", pro)];
      statements.push(pro, con);
      fouls.push(...[pro, con].map((statement) => statement.then((text) => model.ask("referee", text))));
    }

    const said = await Promise.all(statements);
    const transcript = said.map((text, i) => `${i % 2 === 0 ? "For" : "Against"}: ${text}`);
    const judges = ["logician", "historian", "citizen"];
    const [verdicts, found] = await Promise.all([
      Promise.all(judges.map((judge) => model.ask(judge, transcript.join("\n")))),
      Promise.all(fouls),
    ]);
    const inFavour = verdicts.filter((text) => text === "for").length;
    const fallacies = found.filter((foul) => foul !== "none").length;
    return { winner: inFavour > verdicts.length / 2 ? "for" : "against", transcript, fallacies };
  },
});
