import { Component, type ComponentChildren } from 'preact';
import { Notice } from './notice.js';

interface Props {
  /** With another one what is inside is tried again. */
  readonly tried: unknown;
  readonly children: ComponentChildren;
}

/** Tells that a page cannot be shown, in place of all pages going blank. */
export class Boundary extends Component<Props, { failed?: Error | undefined }> {
  override state: { failed?: Error | undefined } = {};

  override componentDidCatch(failed: Error): void {
    this.setState({ failed });
  }

  override componentDidUpdate(before: Props): void {
    if (before.tried !== this.props.tried && this.state.failed) this.setState({ failed: undefined });
  }

  override render({ children }: Props) {
    const { failed } = this.state;
    if (!failed) return children;
    return <Notice kind="bad">This page cannot be shown: {failed.message}. It is tried again when news come.</Notice>;
  }
}
