/**
 * Where a request failed first beyond recovery: the device woke though nobody spoke to it, the words were misheard, they were
 * misunderstood, another entity was taken for the one that was named, or what was asked for could not be had. `none`: nothing
 * failed. In the order of the line, which is that of the columns wherever probabilities of stages stand in an array.
 */
export const STAGES = ['false_wake', 'recognition', 'nlu', 'entity', 'result', 'none'] as const;
export type FailureStage = (typeof STAGES)[number];

/** The column of what did not fail. */
export const NONE = STAGES.indexOf('none');
