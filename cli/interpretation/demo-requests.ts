import type { DeviceContext } from '../../proto/gen/nlu/v1/DeviceContext.js';

/** One request of the demonstration. */
export interface DemoRequest {
  readonly utterance: string;
  readonly context: DeviceContext;
}

const speaker: DeviceContext = { deviceType: 'speaker', hasScreen: false };
const tv: DeviceContext = { deviceType: 'tv', hasScreen: true };
const ereader: DeviceContext = { deviceType: 'ereader', hasScreen: true };
const phone: DeviceContext = { deviceType: 'phone', hasScreen: true };

/** Requests for each domain, one text on three devices, and two that are for none of them. */
export const DEMO_REQUESTS: readonly DemoRequest[] = [
  { utterance: 'play mary poppins', context: speaker },
  { utterance: 'play mary poppins', context: tv },
  { utterance: 'play mary poppins', context: ereader },
  { utterance: 'play the album kind of blue by miles davis on spotify', context: speaker },
  { utterance: 'add jolene to my road trip playlist', context: phone },
  { utterance: 'give middlemarch five out of 6 stars', context: ereader },
  { utterance: 'find the novel dune', context: tv },
  { utterance: 'find the trailer of metropolis', context: tv },
  { utterance: 'what movies are playing at the nearest cinema tonight', context: phone },
  { utterance: 'search for the soundtrack of casablanca', context: phone },
  { utterance: 'find the long goodbye', context: ereader },
  { utterance: 'will it rain in porto tomorrow', context: speaker },
  { utterance: 'set a timer for ten minutes', context: speaker },
];
