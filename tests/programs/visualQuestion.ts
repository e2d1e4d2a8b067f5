/** A ViperGPT-like program: what a model would write to answer a question about a picture with vision tools. */
import { LLMInference, Module } from "plait";

interface Patch {
  left: number;
  top: number;
}

/** Finds all objects of a kind. */
export class Detector extends Module {
  constructor(readonly detect: (query: string) => Promise<string>) {
    super();
  }

  async forward(image: string, kind: string): Promise<Patch[]> {
    return JSON.parse(await this.detect(`${kind} in ${image}`)) as Patch[];
  }
}

const crop = (image: string, { left, top }: Patch): string => `${image}#${left},${top}`;

export class VisualQuestion extends Module {
  find: Detector;
  ask = new LLMInference({ alias: "vqa", systemPrompt: "Answer the question about the patch in a word." });
  depth = new LLMInference({ alias: "depth", systemPrompt: "How far away is the patch, in metres?" });
  caption = new LLMInference({ alias: "caption", systemPrompt: "Describe the picture." });
  llm = new LLMInference({ alias: "llm", systemPrompt: "Answer the question from what is known." });

  constructor(detect: (query: string) => Promise<string>) {
    super();
    this.find = new Detector(detect);
  }

  /** "What are the people to the left of the nearest car wearing, and how many of them wear a hat?" */
  forward(image: string): string {
    const scene = this.caption(image);
    const people = this.find(image, "person");
    const cars = this.find(image, "car");
    if (people.length === 0) return `There is nobody. ${scene}`;

    let nearest: Patch | undefined;
    let nearestMetres = Number.POSITIVE_INFINITY;
    for (const car of cars) {
      const metres = Number(this.depth(crop(image, car)));
      if (metres < nearestMetres) {
        nearest = car;
        nearestMetres = metres;
      }
    }

    const clothes: string[] = [];
    let hats = 0;
    for (const person of people) {
      if (nearest && person.left >= nearest.left) continue;
      const patch = crop(image, person);
      const garment = this.ask(`${patch} What does the person wear?`);
      clothes.push(`${this.ask(`${patch} What colour is the ${garment}?`)} ${garment}`);
      if (this.ask(`${patch} Is there a hat?`) === "yes") hats++;
    }
    return this.llm(`${scene}\nThey wear ${clothes.join(", ")}; ${hats} wear a hat.`);
  }
}
