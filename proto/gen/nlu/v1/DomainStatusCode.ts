// Original file: proto/nlu/v1/gateway.proto

export const DomainStatusCode = {
  DOMAIN_STATUS_CODE_UNSPECIFIED: 'DOMAIN_STATUS_CODE_UNSPECIFIED',
  OK: 'OK',
  DEADLINE: 'DEADLINE',
  UNAVAILABLE: 'UNAVAILABLE',
  OVERLOADED: 'OVERLOADED',
  ERROR: 'ERROR',
} as const;

export type DomainStatusCode =
  | 'DOMAIN_STATUS_CODE_UNSPECIFIED'
  | 0
  | 'OK'
  | 1
  | 'DEADLINE'
  | 2
  | 'UNAVAILABLE'
  | 3
  | 'OVERLOADED'
  | 4
  | 'ERROR'
  | 5

export type DomainStatusCode__Output = typeof DomainStatusCode[keyof typeof DomainStatusCode]
