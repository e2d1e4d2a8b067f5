import { pipelineCase } from "../harness/pipelineCase.js";

export const meetingMinutes = pipelineCase({
  name: "meetingMinutes",
  title: "Meeting minutes: records by index, two uses of different fields",
  make: (file: typeof import("../meetingMinutes.js")) => new file.MeetingMinutes(),
  inputs: [
    [["Budget", "Hiring", "Roof", "Party"].map((title) => ({ title, transcript: `We spoke about the ${title}.` }))],
    [[]],
  ],
  answers: {
    actions: (_, pick) => Array.from({ length: 1 + pick(3) }, (_, i) => `action ${i}`).join("\n"),
    owner: (_, pick) => ["Ada", "Grace", "Barbara"][pick(3)] as string,
  },

  async twin(model, agenda) {
    const items = agenda.map(({ title, transcript }) => {
      const actions = model.ask("actions", transcript).then((text) => text.split("\n"));
      const owner = actions.then((list) => model.ask("owner", `${title}\n${list.join("\n")}`));
      return { title, summary: model.ask("summarizer", transcript), actions, owner };
    });
    const toned = model.ask("tone", agenda.map((item) => item.transcript).join("\n"));
    const headlined = Promise.all([toned, ...items.map(({ summary }) => summary)]).then(([tone, ...summaries]) =>
      model.ask("headliner", `${tone}\n${summaries.join("\n")}`),
    );

    const owned = await Promise.all(items.map(({ actions, owner }) => Promise.all([actions, owner])));
    const workload: Record<string, number> = {};
    for (const [actions, owner] of owned) workload[owner] = (workload[owner] ?? 0) + actions.length;
    const reminders = await Promise.all(
      Object.keys(workload).map((owner) => model.ask("mailer", `${owner}: ${workload[owner]} actions`)),
    );
    const minutes = await Promise.all(
      items.map(async ({ title, summary }, i) => {
        const [actions, owner] = owned[i] as [string[], string];
        return { title, summary: await summary, actions, owner };
      }),
    );
    return { headline: await headlined, minutes, workload, reminders };
  },
});
