import { RECOMMENDER_LABELS, recommendersOf } from '../../store/recommender/names';
import { recommenderOf } from '../../store/state';
import { Choice } from '../shared/Choice';
import { useActions, useMatinee, useT } from '../shared/useMatinee';

/** Which collaborative filter A-LLMRec stands on; nothing where the bundle carries one alone. @param name of the radio buttons, one a place */
export function RecommenderChoice({ name, help = false }: { name: string; help?: boolean }) {
  const t = useT();
  const actions = useActions();
  const manifest = useMatinee((state) => (state.catalogue.kind === 'open' ? state.catalogue.manifest : null));
  const present = useMatinee(recommenderOf);
  if (!manifest?.backbones.length) return null;
  return (
    <>
      <Choice
        legend={t('drawer.recommender')}
        name={name}
        options={recommendersOf(manifest).map((value) => ({ value, label: RECOMMENDER_LABELS[value] }))}
        value={present}
        onChange={(next) => void actions.chooseRecommender(next)}
      />
      {help && <p className="hint">{t('drawer.recommenderHelp')}</p>}
    </>
  );
}
