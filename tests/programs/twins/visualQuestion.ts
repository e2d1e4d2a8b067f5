import { pipelineCase } from "../harness/pipelineCase.js";

interface Patch {
  left: number;
  top: number;
}

export const visualQuestion = pipelineCase({
  name: "visualQuestion",
  title: "Visual question (ViperGPT's shape): vision tools, conditions, loops",
  make: (file: typeof import("../visualQuestion.js"), model) => new file.VisualQuestion(model.service("detect")),
  inputs: [["street.jpg"], ["empty.jpg"], ["park.jpg"]],
  answers: {
    detect: (query, pick) => {
      const none = query === "person in empty.jpg" || query === "car in park.jpg";
      const patches = Array.from({ length: none ? 0 : 4 }, (_, i) => ({ left: (i * 25 + pick(25)) % 90, top: i }));
      return JSON.stringify(patches);
    },
    vqa: (question, pick) =>
      question.includes("hat?")
        ? (["yes", "no"][pick(2)] as string)
        : question.includes("wear?")
          ? (["coat", "dress", "suit"][pick(3)] as string)
          : (["red", "green", "blue"][pick(3)] as string),
    depth: (_, pick) => String(5 + pick(50)),
  },

  async twin(model, image) {
    const crop = ({ left, top }: Patch): string => `${image}#${left},${top}`;
    const find = async (kind: string) => JSON.parse(await model.ask("detect", `${kind} in ${image}`)) as Patch[];
    const scene = model.ask("caption", image);
    const finding = find("person");
    const located = find("car");
    const people = await finding;
    if (people.length === 0) {
      await located; // a program that has ended leaves nothing running
      return `There is nobody. ${await scene}`;
    }

    const cars = await Promise.all(
      (await located).map(async (car) => ({ car, metres: Number(await model.ask("depth", crop(car))) })),
    );
    const nearest = cars.reduce<(typeof cars)[number] | undefined>(
      (a, b) => (a && a.metres <= b.metres ? a : b),
      undefined,
    );
    const wanted = people.filter((person) => !nearest || person.left < nearest.car.left);
    const seen = await Promise.all(
      wanted.map(async (person) => {
        const patch = crop(person);
        const dressed = async (): Promise<string> => {
          const garment = await model.ask("vqa", `${patch} What does the person wear?`);
          return `${await model.ask("vqa", `${patch} What colour is the ${garment}?`)} ${garment}`;
        };
        return Promise.all([dressed(), model.ask("vqa", `${patch} Is there a hat?`)]);
      }),
    );
    const clothes = seen.map(([garment]) => garment);
    const hats = seen.filter(([, hat]) => hat === "yes").length;
    return model.ask("llm", `${await scene}\nThey wear ${clothes.join(", ")}; ${hats} wear a hat.`);
  },
});
