import { createIssueOffer } from '../../activities/effects/issue-offer.ts';
import { createExpose } from '../../activities/experiments/expose.ts';
import { createPerform, type PerformDeps } from '../../activities/effects/perform.ts';
import { createCallPlugin } from '../../activities/plugins/call-plugin.ts';
import type { LiveWorkspaces } from '../../activities/live/live-workspace.ts';
import type { Plugins } from '../../activities/plugins/plugins.ts';
import type { ChangeProfile } from '../../activities/profiles/change-profile.ts';
import { createContenders } from '../../activities/send/contenders.ts';
import { createHandOver } from '../../activities/send/hand-over.ts';
import { createRenderForPerson } from '../../activities/send/render-for-person.ts';
import { createSend } from '../../activities/send/send-message.ts';
import { createLinks } from '../../domain/messages/links.ts';
import type { EngineDeps } from './engine-deps.ts';

/** What runs do to the world: render, send, call plugins, give offers, change profiles. */
export const createActing = (input: {
  deps: EngineDeps;
  live: LiveWorkspaces;
  plugins: Plugins;
  changeProfile: ChangeProfile;
  enrol: PerformDeps['enrol'];
}) => {
  const { deps, live, plugins, changeProfile, enrol } = input;
  const { stores, secret, wall } = deps;
  const render = createRenderForPerson({ links: createLinks({ secret, publicUrl: deps.publicUrl }) });
  const handOver = createHandOver({
    ...stores,
    plugins,
    render,
    secret,
    defaultFrom: deps.defaultFrom,
    wall,
    count: deps.meter.message,
  });
  const contenders = createContenders({ runs: stores.runs, live });
  const send = createSend({ ...stores, live, render, handOver, contenders, secret, wall });
  const perform = createPerform({
    events: stores.events,
    tasks: stores.tasks,
    changeProfile,
    issueOffer: createIssueOffer({ offers: stores.offers }),
    expose: createExpose(stores),
    send,
    callPlugin: createCallPlugin({ plugins }),
    enrol,
  });
  return { render, perform, send };
};
