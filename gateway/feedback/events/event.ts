import { z } from 'zod';
import { outcomeEventSchema } from './outcome-event.js';
import { requestEventSchema } from './request-event.js';

/**
 * What is learned from: requests with their answers, and what came of them. Fields that a reader does not know are left
 * out, so that an older one reads what a newer gateway wrote.
 */
export const eventSchema = z.discriminatedUnion('kind', [requestEventSchema, outcomeEventSchema]);
export type FeedbackEvent = z.output<typeof eventSchema>;
