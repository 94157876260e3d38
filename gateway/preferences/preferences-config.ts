import { z } from 'zod';

/** How customers' preferences are kept and count. They are kept where events are. */
export const preferencesConfigSchema = z.strictObject({
  /** Whether requests are answered by them; off, they can still be taught, told and forgotten. */
  apply: z.boolean().default(true),
  /** The most that preferences add to the log-odds of a hypothesis or a domain, either way, in nats. */
  maxShift: z.number().min(0).max(5).default(2),
  /** Most preferences of one customer. */
  most: z.int().min(1).max(1_000).default(64),
  /** Customers whose preferences stay opened in memory. */
  cached: z.int().min(1).max(1_000_000).default(10_000),
  /**
   * Whether what a customer does again and again becomes a preference, where words are kept (`events.text`) and nothing is asked
   * (`questions`).
   */
  infer: z.boolean().default(true),
  /** Longest that an answer waits for preferences when the domains have replied, in ms. */
  waitMs: z.int().min(0).max(1_000).default(20),
});

export type PreferencesConfig = z.output<typeof preferencesConfigSchema>;
