import { experimental, status } from '@grpc/grpc-js';

const { ChildLoadBalancerHandler, createChildChannelControlHelper, registerLoadBalancerType, selectLbConfigFromList } =
  experimental;

/** Name of the policy in a service config; its configuration is `{"child_policy": [...]}`. */
export const CANCELLATION_POLICY = 'nlu_cancellation';

type BalancingConfig = experimental.TypedLoadBalancingConfig;

class CancellationConfig implements BalancingConfig {
  constructor(readonly child: BalancingConfig) {}

  getLoadBalancerName(): string {
    return CANCELLATION_POLICY;
  }

  toJsonObject(): object {
    return { [CANCELLATION_POLICY]: { child_policy: [this.child.toJsonObject()] } };
  }

  /** @throws Error where none of the children is known */
  static createFromJson({ child_policy }: { readonly child_policy: [] }): CancellationConfig {
    const child = selectLbConfigFromList(child_policy, true);
    if (!child) throw new Error(`${CANCELLATION_POLICY}: none of its child policies is known`);
    return new CancellationConfig(child);
  }
}

/**
 * Balances as its child does, and does not tell it of the end of calls that were cancelled: gRPC's outlier detection counts all
 * that is not OK as a failure of the replica. A caller that cancels, and each attempt that another one was faster than, would
 * have replicas left out that are well.
 */
class CancellationBalancer implements experimental.LoadBalancer {
  readonly #child: InstanceType<typeof ChildLoadBalancerHandler>;

  constructor(helper: experimental.ChannelControlHelper) {
    const updateState: experimental.ChannelControlHelper['updateState'] = (state, picker, message) =>
      helper.updateState(state, { pick: (args) => withoutCancellations(picker.pick(args)) }, message);
    this.#child = new ChildLoadBalancerHandler(createChildChannelControlHelper(helper, { updateState }));
  }

  updateAddressList(...[endpoints, config, ...rest]: Parameters<experimental.LoadBalancer['updateAddressList']>) {
    return config instanceof CancellationConfig && this.#child.updateAddressList(endpoints, config.child, ...rest);
  }

  exitIdle(): void {
    this.#child.exitIdle();
  }

  resetBackoff(): void {
    this.#child.resetBackoff();
  }

  destroy(): void {
    this.#child.destroy();
  }

  getTypeName(): string {
    return CANCELLATION_POLICY;
  }
}

function withoutCancellations(pick: experimental.PickResult): experimental.PickResult {
  const { onCallEnded } = pick;
  if (!onCallEnded) return pick;
  const unlessCancelled: typeof onCallEnded = (code, ...rest) => {
    if (code !== status.CANCELLED) onCallEnded(code, ...rest);
  };
  return { ...pick, onCallEnded: unlessCancelled } as experimental.PickResult;
}

/** Makes the policy known to gRPC. It may be called again. */
export function registerCancellationPolicy(): void {
  registerLoadBalancerType(CANCELLATION_POLICY, CancellationBalancer, CancellationConfig);
}
