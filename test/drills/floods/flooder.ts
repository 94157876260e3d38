import { constants } from 'node:http2';
import { setTimeout as wait } from 'node:timers/promises';
import { workerData } from 'node:worker_threads';
import { Metadata } from '@grpc/grpc-js';
import type { RawHypothesis } from '../../../proto/gen/nlu/v1/RawHypothesis.js';
import { callUnary, openChannel } from '../../../serving/rpc/client.js';
import { definitions } from '../../../serving/rpc/definitions.js';
import { field, frame, outcomeOf, rawConnection, rawStream } from '../../support/servers/raw-call.js';
import type { FloodKind, FloodOrder } from './floods.js';

/** A thread that floods one gateway until it is terminated. */

const { kind, address, token } = workerData as FloodOrder;
const { Interpret, Rerank, Describe } = definitions().gateway;
/** Another address than the other caller's, as another machine has. */
const FROM = '127.0.0.2';
const authorization = `Bearer ${token}`;
const metadata = new Metadata();
metadata.set('authorization', authorization);

const floods: Readonly<Record<FloodKind, () => Promise<void>>> = {
  /** Calls that are reset as soon as they are sent, 400 at a time on one connection after another. */
  async resets() {
    const message = frame(Interpret.requestSerialize({ utterance: 'play jaws' }));
    const session = await rawConnection(address, FROM);
    while (!session.destroyed) {
      for (let call = 0; call < 400 && !session.destroyed; call++) {
        const stream = rawStream(session, Interpret.path, { authorization });
        stream.write(message);
        stream.close(constants.NGHTTP2_CANCEL);
      }
      await wait(100);
    }
  },
  /** Connections that are given up after 90 resets, before a server can say that they are too many. */
  async reconnects() {
    const message = frame(Interpret.requestSerialize({ utterance: 'play jaws' }));
    const session = await rawConnection(address, FROM);
    for (let call = 0; call < 90; call++) {
      const stream = rawStream(session, Interpret.path, { authorization });
      stream.write(message);
      stream.close(constants.NGHTTP2_CANCEL);
    }
    await wait(5);
    session.destroy();
  },
  /** Connections that carry nothing, 20 at a time, as fast as they come. */
  async connections() {
    for (;;) {
      const sessions = await Promise.allSettled(Array.from({ length: 20 }, () => rawConnection(address, FROM)));
      for (const one of sessions) if (one.status === 'fulfilled') one.value.destroy();
    }
  },
  /** Health watches of names of a megabyte, which needs no token. */
  async watches() {
    const session = await rawConnection(address, FROM);
    const ends = Array.from({ length: 20 }, (_, index) => {
      const stream = rawStream(session, '/grpc.health.v1.Health/Watch');
      stream.end(frame(field(1, 'x'.repeat(1_000_000 - index))));
      return outcomeOf(stream);
    });
    await Promise.all(ends);
    session.destroy();
  },
  /** Requests that lack their last byte, 100 on each of four connections. */
  async 'half-sent'() {
    const bytes = 128 * 1024;
    const message = frame(Buffer.alloc(bytes - 1), bytes);
    const connections = Array.from({ length: 4 }, async () => {
      const session = await rawConnection(address, FROM);
      const outcomes = Array.from({ length: 100 }, () => {
        const stream = rawStream(session, Interpret.path, { authorization });
        stream.write(message);
        return outcomeOf(stream);
      });
      await Promise.all(outcomes);
      session.destroy();
    });
    await Promise.all(connections);
  },
  /** Requests whose maps have thousands of entries, as large as is let in and larger. */
  async wide() {
    const channel = openChannel(address);
    const requests = [9_000, 60_000].map((entries) => ({
      utterance: 'play jaws',
      versions: Object.fromEntries(Array.from({ length: entries }, (_, index) => [`v${index}`, 'v'])),
    }));
    for (;;) {
      const calls = requests.map((request) => callUnary(channel, Interpret, request, { timeoutMs: 1_000, metadata }));
      await Promise.allSettled([...calls, wait(50)]);
    }
  },
  /** The dearest requests to re-rank that are let in, 16 at once. */
  async costly() {
    const channel = openChannel(address);
    const hypotheses = await dearHypotheses();
    const request = { utterance: 'play jaws by john williams', hypotheses };
    const caller = async () => {
      for (;;) await callUnary(channel, Rerank, request, { timeoutMs: 300, metadata }).catch(() => wait(5));
    };
    await Promise.all(Array.from({ length: 16 }, caller));
  },
  /** Small requests, some 200 a second, each of which leaves a line in the log. */
  async log() {
    const channel = openChannel(address);
    const caller = async () => {
      for (;;) {
        const call = callUnary(channel, Interpret, { utterance: 'play jaws' }, { timeoutMs: 1_000, metadata });
        await Promise.allSettled([call, wait(10)]);
      }
    };
    await Promise.all([caller(), caller()]);
  },
  /** Calls that their caller cancels after a millisecond, 100 a second. */
  async cancels() {
    const channel = openChannel(address);
    for (;;) {
      const cancel = new AbortController();
      const settings = { timeoutMs: 300, metadata, signal: cancel.signal };
      const call = callUnary(channel, Interpret, { utterance: 'play jaws' }, settings).catch(() => {});
      await wait(1);
      cancel.abort();
      await Promise.all([call, wait(8)]);
    }
  },
};

/** 100 hypotheses of music, with ten slots each that it knows. */
async function dearHypotheses(): Promise<RawHypothesis[]> {
  const channel = openChannel(address);
  const { domains } = await callUnary(channel, Describe, {}, { timeoutMs: 5_000, metadata });
  channel.close();
  const music = domains.find(({ domain }) => domain === 'music')!;
  const [intent] = [...music.intents].sort((one, other) => other.slots.length - one.slots.length);
  return Array.from({ length: 100 }, (_, index) => ({
    domain: 'music',
    intent: intent!.name,
    scores: { domain: 0.9, intent: 0.9, slot: 0.9 },
    slots: Array.from({ length: 10 }, (_none, slot) => ({
      name: intent!.slots[slot % intent!.slots.length],
      value: `jaws ${index} ${slot}`,
    })),
  }));
}

for (;;) {
  await floods[kind]().catch(() => {});
  await wait(kind === 'reconnects' ? 1 : 20);
}
