import { join } from 'node:path';
import { expect } from 'vitest';
import { temporaryFolder } from '../files.js';
import { replyOf } from '../servers/domain-reply.js';
import { feedbackOf } from '../servers/feedback.js';
import { gatewayBefore } from '../servers/gateway.js';
import { eventsIn } from './events-in.js';

const music = { interpret: async () => replyOf('music', [0.9, 0.3]) };
const books = { interpret: async () => replyOf('books', [0.01]) };

/** A gateway before music and books that keeps events in a folder, with its calls. */
export async function keepingGateway(events: object = {}) {
  const folder = join(temporaryFolder(), 'events');
  const gateway = await gatewayBefore({ music, books }, { events: { folder, ...events } });
  return { folder, gateway, ...feedbackOf(gateway.address) };
}

/** Waits until so many events are there: within a second, and nothing waits for them. */
export const written = (folder: string, number: number) =>
  expect.poll(async () => (await eventsIn(folder)).events.length, { timeout: 5_000 }).toBe(number);
