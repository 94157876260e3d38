import { z } from 'zod';

/** The largest share of requests that a trial may take, in percent. */
export const MOST_PERCENT = 50;

/**
 * How a candidate is tried while another version is active. `shadow`: it scores what the active version answers, and
 * nothing of it is served. `share`: it answers so many percent of the customers, in steps of a hundredth.
 */
export const trialSchema = z.discriminatedUnion('mode', [
  z.object({ mode: z.literal('shadow') }),
  z.object({
    mode: z.literal('share'),
    percent: z
      .number()
      .gt(0)
      .lte(MOST_PERCENT)
      .refine((percent) => Math.abs(percent * 100 - Math.round(percent * 100)) < 1e-9, 'in steps of 0.01'),
  }),
]);

export type Trial = z.infer<typeof trialSchema>;

/** The trial that a source's candidate is for. */
export interface TargetTrial {
  readonly plan: Trial;
  /** When it ends by itself, Unix time in ms; absent: never. */
  readonly expiresMs?: number;
}

/** A trial in a few words, for messages. */
export function trialText(plan: Trial): string {
  return plan.mode === 'shadow' ? 'a shadow' : `${plan.percent} % of the customers`;
}
