import type { DeviceContext } from '../../proto/gen/nlu/v1/DeviceContext.js';

/** One request of the demonstration. */
export interface DemoRequest {
  readonly utterance: string;
  readonly context: DeviceContext;
}

const SPEAKER: DeviceContext = { deviceType: 'speaker', hasScreen: false };
const TV: DeviceContext = { deviceType: 'tv', hasScreen: true };
const EREADER: DeviceContext = { deviceType: 'ereader', hasScreen: true };
const PHONE: DeviceContext = { deviceType: 'phone', hasScreen: true };

/** Requests for each domain, one text on three devices, and two that are for none of them. */
export const DEMO_REQUESTS: readonly DemoRequest[] = [
  { utterance: 'play mary poppins', context: SPEAKER },
  { utterance: 'play mary poppins', context: TV },
  { utterance: 'play mary poppins', context: EREADER },
  { utterance: 'play the album kind of blue by miles davis on spotify', context: SPEAKER },
  { utterance: 'add jolene to my road trip playlist', context: PHONE },
  { utterance: 'give middlemarch five out of 6 stars', context: EREADER },
  { utterance: 'find the novel dune', context: TV },
  { utterance: 'find the trailer of metropolis', context: TV },
  { utterance: 'what movies are playing at the nearest cinema tonight', context: PHONE },
  { utterance: 'search for the soundtrack of casablanca', context: PHONE },
  { utterance: 'find the long goodbye', context: EREADER },
  { utterance: 'will it rain in porto tomorrow', context: SPEAKER },
  { utterance: 'set a timer for ten minutes', context: SPEAKER },
];
