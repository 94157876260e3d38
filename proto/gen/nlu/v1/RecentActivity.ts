// Original file: proto/nlu/v1/gateway.proto


export interface RecentActivity {
  'domain'?: (string);
  'time'?: (string);
}

export interface RecentActivity__Output {
  'domain': (string);
  'time': (string);
}
