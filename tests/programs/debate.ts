/** A debate: both sides answer what the other said in the round before, a panel reads it all. */
import { LLMInference, Module } from "plait";

export class Debate extends Module {
  proponent = new LLMInference({ alias: "proponent", systemPrompt: "Argue for the motion in three sentences." });
  opponent = new LLMInference({ alias: "opponent", systemPrompt: "Argue against the motion in three sentences." });
  referee = new LLMInference({ alias: "referee", systemPrompt: "Name the fallacies in the statement, or say none." });
  judges = [
    new LLMInference({ alias: "logician", systemPrompt: "Judge by logic: for or against?" }),
    new LLMInference({ alias: "historian", systemPrompt: "Judge by precedent: for or against?" }),
    new LLMInference({ alias: "citizen", systemPrompt: "Judge as a citizen: for or against?" }),
  ];

  forward(motion: string, rounds: number) {
    let pro = this.proponent(`Open for: ${motion}`);
    let con = this.opponent(`Open against: ${motion}`);
    const transcript = [`For: ${pro}`, `Against: ${con}`];
    const fouls: string[] = [];

    for (let round = 2; round <= rounds; round++) {
      const reply = this.proponent(`${motion}\nRound ${round}. They said: ${con}`);
      con = this.opponent(`${motion}\nRound ${round}. They said: ${pro}`);
      pro = reply;
      transcript.push(`For: ${pro}`, `Against: ${con}`);
      fouls.push(this.referee(pro), this.referee(con));
    }

    const verdicts = this.judges.map((judge) => judge(transcript.join("\n")));
    const inFavour = verdicts.filter((verdict) => verdict === "for").length;
    const fallacies = fouls.filter((foul) => foul !== "none").length;
    return { winner: inFavour > verdicts.length / 2 ? "for" : "against", transcript, fallacies };
  }
}
