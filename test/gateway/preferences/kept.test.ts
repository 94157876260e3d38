import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bytesIn } from '../../support/feedback/events-in.js';
import { deezer, rememberingGateway, tower } from '../../support/feedback/remembering-gateway.js';
import { temporaryFolder } from '../../support/files.js';
import { feedbackOf } from '../../support/servers/feedback.js';
import { gatewayBefore } from '../../support/servers/gateway.js';
import { preferringDomains } from '../../support/servers/preferring-domains.js';

describe('what is kept', () => {
  test('survives the gateway, is nowhere in plain, and opens for nobody else', async () => {
    const folder = join(temporaryFolder(), 'events');
    const first = await rememberingGateway({}, folder);
    await first.teach('anna', { meaning: { words: 'wombat lullabies', domain: 'video' } }, deezer);
    await first.teach('bert', tower);
    for (const plain of ['wombat', 'deezer', 'anna', 'bert'])
      expect(bytesIn(folder).includes(plain), plain).toBe(false);
    const before = await first.preferences('anna');
    await first.gateway.stop();
    const second = await rememberingGateway({}, folder);
    expect(await second.preferences('anna')).toEqual(before);
    await second.gateway.stop();
    // One customer's sealed text in another's place says nothing.
    const files = readdirSync(join(folder, 'preferences'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.json'))
      .map((name) => join(folder, 'preferences', name));
    expect(files).toHaveLength(2);
    const texts = files.map((file) => readFileSync(file));
    writeFileSync(files[0]!, texts[1]!);
    writeFileSync(files[1]!, texts[0]!);
    const third = await rememberingGateway({}, folder);
    expect([await third.preferences('anna'), await third.preferences('bert')]).toEqual([[], []]);
    // It can be taught anew.
    await third.teach('anna', tower);
    expect(await third.preferences('anna')).toHaveLength(1);
  });

  test('Forget takes one, or everything at once; a copy of what was sealed opens no more', async () => {
    const { folder, gateway, ask, teach, preferences, forget, known } = await rememberingGateway();
    const taught = await teach('anna', tower, deezer);
    const { id } = taught[1]!.known!;
    expect(await forget({ customer: 'anna', preference: 'nope' })).toEqual({ wasKnown: false });
    expect(await forget({ customer: 'anna', preference: id })).toEqual({ wasKnown: true });
    expect(await preferences('anna')).toEqual([taught[0]!.known]);
    expect(await known({ customer: 'anna' })).toMatchObject({ known: true });
    const place = join(folder, 'preferences');
    const files = () =>
      readdirSync(place, { recursive: true, encoding: 'utf8' }).filter((each) => each.endsWith('.json'));
    const [file] = files();
    const copy = readFileSync(join(place, file!));
    expect(await forget({ customer: 'anna' })).toEqual({ wasKnown: true });
    expect(await preferences('anna')).toEqual([]);
    expect((await ask('anna')).readings[0]).toMatchObject({ domain: 'books' });
    await expect.poll(files).toEqual([]);
    writeFileSync(join(place, file!), copy);
    await gateway.stop();
    const again = await rememberingGateway({}, folder);
    expect(await again.preferences('anna')).toEqual([]);
    await again.teach('anna', deezer);
    expect(await again.preferences('anna')).toHaveLength(1);
  });
});

test('a gateway without events keeps none, and says so', async () => {
  const gateway = await gatewayBefore(preferringDomains());
  const { teach, preferences } = feedbackOf(gateway.address);
  const refusal = { code: 'FAILED_PRECONDITION', message: expect.stringContaining('set events') };
  await expect(teach('anna', tower)).rejects.toMatchObject(refusal);
  await expect(preferences('anna')).rejects.toMatchObject(refusal);
});
