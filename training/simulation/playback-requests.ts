import type { DeviceContext } from '../../proto/gen/nlu/v1/DeviceContext.js';
import type { Random } from '../numeric/random.js';
import { type ContextModel, drawContext, drawPlace, wireContext } from './context-model.js';
import type { Parameters } from './parameters.js';

/** A request that controls what is playing and names no medium. */
export interface PlaybackRequest {
  readonly text: string;
  readonly context: DeviceContext;
  /** The domain that was meant. */
  readonly domain: string;
}

/**
 * Draws requests such as "pause": the domain by its share, then a context of its own in which it is mostly what plays.
 * @param texts ways to ask that are every domain's, at least one
 */
export function drawPlaybackRequests(
  model: ContextModel,
  { playback }: Pick<Parameters, 'playback'>,
  texts: readonly string[],
  count: number,
  random: Random,
): PlaybackRequest[] {
  return Array.from({ length: count }, () => {
    const place = drawPlace(model.shares, random);
    const domain = model.domains[place];
    const context = wireContext(model, drawContext(model, place, random), random);
    const isPlaying = random.next() < playback.inForeground;
    return {
      text: texts[random.below(texts.length)],
      context: isPlaying ? { ...context, foregroundDomain: domain } : context,
      domain,
    };
  });
}
