import { z } from 'zod';

/** A figure that may be undefined for want of rows: JSON has no NaN. */
const figure = z.number().nullable();
const interval = z.object({ value: figure, low: figure, high: figure });

/** One bar of a reliability diagram. */
const bin = z.object({
  from: z.number(),
  to: z.number(),
  count: z.number(),
  meanConfidence: z.number(),
  shareRight: z.number(),
  low: z.number(),
  high: z.number(),
});

/** Who wins whose utterances: shares of each owner's. */
const steals = z.object({
  owners: z.array(z.string()),
  winners: z.array(z.string()),
  counts: z.array(z.number()),
  shares: z.array(z.array(z.number())),
});

const form = z.object({
  name: z.string(),
  figures: z.record(z.string(), figure),
  /** Differences to the baseline with 95 % intervals, by figure; absent for the baseline. */
  comparison: z.record(z.string(), interval).optional(),
  /** Reliability of the merged lists' top hypotheses. */
  reliability: z.array(bin),
  /** Reliability of each domain's own best hypotheses. */
  domains: z.record(z.string(), z.array(bin)),
  steals,
});

const wrong = z.object({
  text: z.string(),
  right: z.string(),
  top: z.string(),
  confidence: z.number(),
  /** Place of the right hypothesis in the list, from 1; null where it is not in the list. */
  rankOfRight: z.number().nullable(),
  /** What spoke for and against the top hypothesis: reasons with their log-odds, its raw scores, and the next hypothesis. */
  explanation: z.string(),
});

/** `report.json` of `evaluate --report`: what its pictures are drawn from. */
export const evaluationReportSchema = z.object({
  kind: z.literal('evaluation'),
  date: z.string(),
  corpora: z.array(z.string()),
  /** What to know before the figures are believed, such as rows that a bundle was trained on; a sentence each. */
  notes: z.array(z.string()).default([]),
  baseline: z.string(),
  /** By form and domain, the version that answered. */
  bundles: z.record(z.string(), z.record(z.string(), z.string())),
  forms: z.array(form),
  worst: z.array(wrong),
});

export type EvaluationReport = z.infer<typeof evaluationReportSchema>;
export type ReportForm = z.infer<typeof form>;
export type ReportBin = z.infer<typeof bin>;
export type ReportSteals = z.infer<typeof steals>;

/** Requests, and how many of them are expected to have failed. */
const count = z.object({ requests: z.number(), defects: z.number() });
const share = z.object({ share: z.number(), low: z.number(), high: z.number() });
const shares = z.object({ name: z.string(), turns: z.number(), stages: z.record(z.string(), share) });

/** `failures.json` of `failures --output`: at which stage defects began, and how many there were by day. */
export const failuresReportSchema = z.object({
  kind: z.literal('failures'),
  date: z.string(),
  requests: z.number(),
  suspected: z.number(),
  all: shares,
  parts: z.record(z.string(), z.array(shares)),
  /** By day, of all requests, of those that were rewritten, and of those that the control group kept from it. */
  days: z.array(z.object({ day: z.string(), all: count, rewritten: count, control: count })),
  /** By layer of rewriting: requests that were rewritten. */
  rewrites: z.record(z.string(), count),
});

export type FailuresReport = z.infer<typeof failuresReportSchema>;

/** A report that was found, or a file that is none. */
export interface FoundReport {
  /** Path below the folder of reports. */
  readonly file: string;
  readonly report?: EvaluationReport | FailuresReport | undefined;
  /** Why the file is none. */
  readonly problem?: string | undefined;
}
