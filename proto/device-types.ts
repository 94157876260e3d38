/** The device types of the contract (DeviceContext.device_type); an empty one is unknown. */
export const DEVICE_TYPES: readonly string[] = [
  'speaker',
  'tv',
  'ereader',
  'phone',
  'tablet',
  'car',
  'watch',
  'headphones',
  'display',
];
