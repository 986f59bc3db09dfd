import type { AcceptedEvent } from '../../../domain/events/event.ts';
import { correctionsIn, type KnownTrait, ownTraits } from '../../ports/self-service.ts';
import type { LinkDeps } from '../deps.ts';
import type { Fields } from '../form.ts';
import { linkEvent } from '../link-event.ts';
import { brokenPage, showPage } from '../page.tsx';
import { Section } from '../privacy.tsx';
import { type Note, showSelf } from './frame.tsx';
import { endSession, type OpenScene } from './scene.ts';

const valueMax = 200;

const dataPage = (scene: OpenScene, known: readonly KnownTrait[], note?: Note) => {
  const { texts } = scene;
  const name = (trait: KnownTrait) => texts.traits.get(trait.name) ?? trait.name;
  const others = known.filter(({ isTheirs }) => !isTheirs);
  const children = (
    <>
      <p>{texts.data.lead}</p>
      <form method="post">
        {known
          .filter(({ isTheirs }) => isTheirs)
          .map((trait) => (
            <label>
              {name(trait)} <input name={trait.name} value={trait.value} maxlength={valueMax} />
            </label>
          ))}
        <button class="main" name="do" value="save">
          {texts.data.save}
        </button>
      </form>
      {others.length === 0 ? null : (
        <section>
          <h2>{texts.data.others}</h2>
          <table>
            <tbody>
              {others.map((trait) => (
                <tr>
                  <th scope="row">{name(trait)}</th>
                  <td>{trait.value}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <form method="post">
        <button class="plain" name="do" value="export">
          {texts.data.export}
        </button>
        <button class="plain" name="do" value="file">
          {texts.data.file}
        </button>
      </form>
      <h2>{texts.data.erasure}</h2>
      <form method="post">
        <p>{texts.data.erasureText}</p>
        <label>
          <input type="checkbox" name="sure" value="yes" required />
          {texts.data.sure}
        </label>
        <button class="plain" name="do" value="erase">
          {texts.data.erasure}
        </button>
      </form>
    </>
  );
  return showSelf(scene, { title: texts.pages.data, note, children });
};

/** Everything that is kept, as a page or as a file. More than a page can hold, the team answers. */
const showAll = async (deps: LinkDeps, scene: OpenScene, isFile: boolean) => {
  const { c, who, common, texts, asked, now } = scene;
  const data = await deps.pages.personData(who);
  if (data === undefined) return brokenPage(c);
  if (!data.isAll) {
    const ask = linkEvent({
      name: 'Privacy Export Requested',
      properties: {},
      now,
      profileId: who.profileId,
    });
    await deps.accept({
      tenant: who.tenant,
      events: [{ ...ask, messageId: `privacy-data:${asked}` }],
    });
  }
  if (isFile) {
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': 'attachment; filename="my-data.json"',
      'cache-control': 'no-store',
    };
    return c.body(JSON.stringify({ isAll: data.isAll, rows: data.rows }, undefined, 2), 200, headers);
  }
  const names = [...new Set(data.rows.map(({ collection }) => collection))];
  const children = (
    <>
      <p>{data.isAll ? common.privacy.data.all : common.privacy.data.part}</p>
      {names.map((name) => (
        <Section name={name} rows={data.rows.filter(({ collection }) => collection === name)} />
      ))}
    </>
  );
  return showSelf(scene, { title: texts.pages.data, children });
};

const erase = async (deps: LinkDeps, scene: OpenScene) => {
  const { c, who, asked, now, locale, settings, common } = scene;
  const { profileId, tenant } = who;
  const event = linkEvent({ name: 'Privacy Erase Requested', properties: {}, now, profileId });
  await deps.accept({ tenant, events: [{ ...event, messageId: `privacy-erasure:${asked}` }] });
  endSession(c, deps);
  const children = (
    <p class="done" role="status">
      {common.privacy.erasure.done}
    </p>
  );
  return showPage({ c, locale, settings, title: common.privacy.erasure.doneTitle, children });
};

const correct = async (deps: LinkDeps, scene: OpenScene, fields: Fields) => {
  const { who, now, texts } = scene;
  const { tenant, profileId } = who;
  const known = await deps.selfService.known(who);
  const given = new Map(
    known.flatMap(({ name, isTheirs }): [string, string][] => {
      const said = isTheirs ? fields.get(name)?.[0] : undefined;
      return said === undefined ? [] : [[name, said.slice(0, valueMax)]];
    }),
  );
  const traits = correctionsIn({ known, given });
  if (Object.keys(traits).length > 0) {
    const told = linkEvent({ name: 'identify', properties: {}, now, profileId });
    const event: AcceptedEvent = { ...told, type: 'identify', traits, source: 'self-service' };
    await deps.accept({ tenant, events: [event] });
  }
  const after = known.map((trait) => {
    const said = given.get(trait.name)?.trim();
    return said === undefined ? trait : { ...trait, value: said };
  });
  return dataPage(scene, after, { text: texts.data.saved });
};

/** My data: what is known, to correct, to have, to have erased. */
export const dataPages = (deps: LinkDeps) => ({
  show: async (scene: OpenScene) => dataPage(scene, await deps.selfService.known(scene.who)),
  act: async (scene: OpenScene, fields: Fields) => {
    const what = fields.get('do')?.[0];
    if (what === 'export' || what === 'file') return showAll(deps, scene, what === 'file');
    if (what === 'erase' && fields.get('sure')?.[0] === 'yes') return erase(deps, scene);
    if (what === 'save' && ownTraits.some((name) => fields.has(name))) return correct(deps, scene, fields);
    return dataPage(scene, await deps.selfService.known(scene.who));
  },
});
