import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type SameMeaning, sameMeaningSchema } from '../../gateway/rewriting/near/same-meaning.js';
import { projectRoot } from '../../serving/project.js';

/** The model that ships, from the project's root. */
export const SAME_MEANING_FILE = 'training/rewriting/same-meaning.json';

const fileSchema = z.strictObject({ description: z.string(), ...sameMeaningSchema.shape });

/** P(two texts mean the same), as `train labels` learned it. */
export function readSameMeaning(): SameMeaning {
  const { description: _, ...model } = fileSchema.parse(
    JSON.parse(readFileSync(join(projectRoot(), SAME_MEANING_FILE), 'utf8')),
  );
  return model;
}

/** The model as the text of a file. */
export function sameMeaningText(model: SameMeaning, description: string): string {
  return `${JSON.stringify({ description, ...model }, null, 2)}\n`;
}
