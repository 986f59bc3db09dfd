import type { LoadedMessage } from '../messages/load-message.ts';
import { renderMessage } from '../messages/render-message.ts';
import type { SimulatedMessage } from './simulation.ts';

/** A loaded message as a simulation sends it: links lead where they are written to, nothing is tracked. */
export const toSimulatedMessage = (message: LoadedMessage): SimulatedMessage => {
  const { channel, topic } = message.compiled;
  return {
    channel,
    class: message.compiled.class,
    topic,
    render: ({ context, locales, zone }) => renderMessage({ message, context, locales, zone }),
  };
};
