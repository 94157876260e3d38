import { expect, it } from 'vitest';
import { Handle } from '../../../bundles/lifecycle/handle.js';
import { loadSmall, smallGraph } from '../../support/models/small-model.js';

const load = () => loadSmall({ parts: new Map([['model.onnx', smallGraph(1)]]) });

it('releases at once when nobody holds it', async () => {
  const servable = await load();
  await new Handle(servable).close();
  expect(servable.released()).toBe(true);
});

it('waits for the last lease, and not for those that ended twice', async () => {
  const servable = await load();
  const handle = new Handle(servable);
  const [first, second] = [handle.lease(), handle.lease()];
  expect(handle.leases).toBe(2);
  const closed = handle.close();
  first!.end();
  first!.end();
  expect(handle.leases).toBe(1);
  await expect(second!.servable.interpret('still here')).resolves.toHaveProperty('inDomain');
  expect(servable.released()).toBe(false);
  second!.end();
  await closed;
  expect(servable.released()).toBe(true);
});

it('gives no lease once closed', async () => {
  const handle = new Handle(await load());
  await handle.close();
  expect(() => handle.lease()).toThrow(/closed/);
});
