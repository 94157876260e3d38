// Original file: /work/main/proto/nlu/v1/domain.proto


export interface DescribeRequest {
}

export interface DescribeRequest__Output {
}
