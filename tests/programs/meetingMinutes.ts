/** Minutes of a meeting: a record for each agenda item, put in its place, and a count of who has to do how much. */
import { LLMInference, Module } from "plait";

export interface AgendaItem {
  title: string;
  transcript: string;
}
interface Minute {
  title: string;
  summary: string;
  actions: string[];
  owner: string;
}

export class MeetingMinutes extends Module {
  summarizer = new LLMInference({ alias: "summarizer", systemPrompt: "Summarize what was said." });
  actions = new LLMInference({ alias: "actions", systemPrompt: "List the actions agreed on, one a line." });
  owner = new LLMInference({ alias: "owner", systemPrompt: "Who is responsible for these actions?" });
  tone = new LLMInference({ alias: "tone", systemPrompt: "Describe the tone of the conversation in a word." });
  headliner = new LLMInference({ alias: "headliner", systemPrompt: "Write a headline for the meeting." });
  mailer = new LLMInference({ alias: "mailer", systemPrompt: "Write a reminder." });

  forward(agenda: AgendaItem[]) {
    const minutes: Minute[] = [];
    for (const [i, item] of agenda.entries()) {
      const summary = this.summarizer(item.transcript);
      const actions = this.actions(item.transcript).split("\n");
      const owner = this.owner(`${item.title}\n${actions.join("\n")}`);
      minutes[i] = { title: item.title, summary, actions, owner };
    }
    const tone = this.tone(agenda.map((item) => item.transcript).join("\n"));
    const headline = this.headliner(`${tone}\n${minutes.map((minute) => minute.summary).join("\n")}`);

    const workload: Record<string, number> = {};
    for (const { owner, actions } of minutes) workload[owner] = (workload[owner] ?? 0) + actions.length;
    const reminders = Object.keys(workload).map((owner) => this.mailer(`${owner}: ${workload[owner]} actions`));
    return { headline, minutes, workload, reminders };
  }
}
