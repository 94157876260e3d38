import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bytesIn, eventsIn } from '../../../support/feedback/events-in.js';
import { keepingGateway, written } from '../../../support/feedback/keeping-gateway.js';
import { temporaryFolder } from '../../../support/files.js';
import { stopped } from '../../../support/servers/feedback.js';

describe('Forget', () => {
  test('nothing of a customer can be read a second later, in copies neither, and others are untouched', async () => {
    const { folder, gateway, report, forget, known } = await keepingGateway({ text: true });
    for (const customer of ['anna', 'bert']) {
      await gateway.interpret({ utterance: `songs for ${customer}`, customer });
      await report([stopped(`e-${customer}`, { customer })]);
    }
    await written(folder, 4);
    const copy = join(temporaryFolder(), 'copy');
    cpSync(folder, copy, { recursive: true });
    expect(await known({ customer: 'anna' })).toMatchObject({
      known: true,
      requests: 1,
      outcomes: 1,
      texts: true,
      days: 30,
    });
    const keysBefore = bytesIn(join(folder, 'keys'));
    expect(await forget({ customer: 'anna' })).toEqual({ wasKnown: true });
    // A backup of the segments is read with the keys that are there now.
    cpSync(join(folder, 'keys'), join(copy, 'keys'), { recursive: true });
    for (const place of [folder, copy]) {
      const { events } = await eventsIn(place);
      expect(events.map((event) => (event.kind === 'request' ? event.text : event.id)).sort()).toEqual([
        ...['e-bert', 'songs for bert'],
      ]);
    }
    expect((await eventsIn(copy)).counts.forgotten).toBe(2);
    // The wrapped key's own bytes are gone from its file.
    const wrapped = [...keysBefore.toString().matchAll(/"key":"([^"]+)"/g)].map((match) => match[1]);
    expect(wrapped.filter((key) => bytesIn(folder).includes(key)).length).toBe(1);
    expect(await known({ customer: 'anna' })).toMatchObject({ known: false, since: '', requests: 0, outcomes: 0 });
    expect(await known({ customer: 'bert' })).toMatchObject({ known: true, requests: 1, outcomes: 1 });
    expect(await forget({ customer: 'anna' })).toEqual({ wasKnown: false });
    // What was sealed is removed too.
    await expect.poll(async () => (await eventsIn(folder)).counts.forgotten, { timeout: 5_000 }).toBe(0);
    await written(folder, 2);
  });

  test('what was still waiting, or is reported later, of the time before is not kept; what follows is', async () => {
    const { folder, gateway, report, forget } = await keepingGateway({ text: true });
    const before = new Date().toISOString();
    await gateway.interpret({ utterance: 'before it all', customer: 'anna' });
    await forget({ customer: 'anna' });
    const [late] = await report([stopped('late', { customer: 'anna', time: before })]);
    expect(late.status).toBe('OUTCOME_STATUS_FORGOTTEN');
    await gateway.interpret({ utterance: 'after it all', customer: 'anna' });
    await written(folder, 1);
    const { events } = await eventsIn(folder);
    expect(events).toMatchObject([{ text: 'after it all' }]);
  });

  test.each([
    ['', 'customer: is empty'],
    ['x'.repeat(65), 'customer: is 65 bytes'],
  ])('a customer that is none is refused', async (customer, message) => {
    const { forget, known } = await keepingGateway();
    const refusal = { code: 'INVALID_ARGUMENT', message: expect.stringContaining(message) };
    await expect(forget({ customer })).rejects.toMatchObject(refusal);
    await expect(known({ customer })).rejects.toMatchObject(refusal);
  });
});
