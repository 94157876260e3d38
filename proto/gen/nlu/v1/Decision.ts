// Original file: proto/nlu/v1/gateway.proto

export const Decision = {
  DECISION_UNSPECIFIED: 'DECISION_UNSPECIFIED',
  ACCEPT: 'ACCEPT',
  CLARIFY: 'CLARIFY',
  REJECT: 'REJECT',
} as const;

export type Decision =
  | 'DECISION_UNSPECIFIED'
  | 0
  | 'ACCEPT'
  | 1
  | 'CLARIFY'
  | 2
  | 'REJECT'
  | 3

export type Decision__Output = typeof Decision[keyof typeof Decision]
