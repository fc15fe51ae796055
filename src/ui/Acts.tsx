import { Answers } from './answer/Answer';
import { Candidates, SasrecList } from './candidates/Candidates';
import { OwnFilm } from './candidates/OwnFilm';
import { BeatTheModel } from './deck/BeatTheModel';
import { History } from './history/History';
import { Gradually } from './pacing/Gradually';
import { TakeHome } from './takeHome/TakeHome';
import { Think } from './think/Think';
import { WhatMattered } from './think/WhatMattered';
import { YourTurn } from './turn/YourTurn';
import { FilmMap, Invent, Meaning } from './wander/parts';
import { Watch } from './watch/Watch';

/** What lies below the stage, in its order: each is a section with a heading of its own. */
export function Acts({ atOnce, onWhole }: { atOnce: boolean; onWhole: () => void }) {
  return (
    <Gradually atOnce={atOnce} onWhole={onWhole}>
      <div className="act act-turn">
        <YourTurn />
        <Answers />
        <div className="column">
          <Meaning />
          <History />
          <OwnFilm />
          <Invent />
        </div>
      </div>
      <BeatTheModel />
      <div className="act act-think">
        <Think />
        <WhatMattered />
      </div>
      <div className="act act-history">
        <SasrecList />
        <Candidates />
      </div>
      <Watch />
      <>
        <FilmMap />
        <TakeHome />
      </>
    </Gradually>
  );
}
