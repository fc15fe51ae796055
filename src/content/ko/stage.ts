import type * as english from '../en/stage';
import type { Translation } from '../keys';

export const voices: Translation<typeof english.voices> = {
  crowd: { name: '협업 필터링 단독', who: '군중', method: '{{recommender}}', help: '사람들이 무엇을 {{didWatch}}는지는 알지만 제목은 몰라요.' },
  reader: { name: '언어 모델 단독', who: '독자', method: 'OPT', help: '제목은 알지만 사람들은 몰라요.' },
  both: { name: '둘이 함께', who: '군중을 느끼는 독자', method: 'A-LLMRec', help: '제목을 읽으면서 사람들의 취향도 느껴요.' },
  right: '100번 중 {{right}}번 맞힘',
  rightInValidation: '100번 중 {{right}}번 맞힘(검증)',
  test: '맞힘: 어떤 사람이 다음에 {{watched}} 것을 {{candidates}}{{unit}} 중 맨 앞에 놓은 것이에요. 어느 목소리도 배우지 않은 답으로 쟀고, 찍으면 100번 중 {{guess}}번 맞아요.',
};

export const stage: Translation<typeof english.stage> = {
  name: '무대',
  recorded: '녹화',
  live: '이 탭에서 실시간',
  beats: { history: '기록 하나', voices: '세 목소리', newcomers: '신작' },
  pause: '공연 멈추기',
  play: '공연 이어 보기',
  notRated: '평가 없음: 점수 없음',
  noScore: '점수 없음',
  what: '같은 기록에 세 추천기가 답해요. 모두 이 탭 안에서 돌아가고, 밖으로 나가는 것은 없어요.',
  onTheWay: '언어 모델을 불러오는 중 …',
  silent: '추천받기를 누르면 답해요.',
  scoring: '찾는 중 …',
  more: '다른 카드',
  waiting: '사람들의 취향까지 느끼는 언어 모델이 이 탭 안에 있어요.',
  waitingHow:
    '좋아하는 {{item}} 세 {{unitReul}} 누르세요. 그러면 사람들의 행동, 언어 모델의 독해, 그리고 그 둘을 합친 세 목소리가 다음 {{itemReul}} 말해 줘요.',
  historyRecorded: '누군가 좋아한 {{item}}들이에요.',
  history: '좋아하신 {{item}}들이에요.',
  crowd: '군중의 답: 사람들이 이것들 다음에 {{watched}} {{item}}.',
  reader: '독자의 답: 제목은 알지만 사람들은 모르는 언어 모델이에요.',
  both: '둘이 함께: 같은 언어 모델이 이제 군중의 취향도 느껴요.',
  blind: '아무도 평가하지 않은 스무 {{unit}}: 군중은 앞이 안 보여요.',
  lot: '“{{title}}”: 이 기록에 가장 많은 장르의 신작 중에서 제비로 뽑았고, 나머지 열아홉 {{unitNeun}} 모든 신작 중에서 뽑았어요.',
  lotOfAll: '“{{title}}” 외 열아홉 {{unitReul}} 모든 신작 중에서 제비로 뽑았어요.',
  guesses: '독자는 제목만 보고 뽑힌 작품을 {{of}}{{unit}} 중 {{place}}에 놓아요.',
  places: '둘이 함께는 설명글까지 읽고 {{of}}{{unit}} 중 {{place}}, 독자는 {{reader}}, 군중은 점수가 없어요.',
  yourTurn: '이제 당신 차례: 좋아하는 {{item}} 세 {{unit}} 누르기',
  tapped: '3{{unit}} 중 {{count}}{{unit}} 골랐어요',
  tappedAll: '{{count}}{{unit}} 골랐어요. 세 목소리의 답은 위에 있어요. 더 누르거나 검색해 보세요.',
  toAnswer: '답 보기',
  cards: '누를 수 있는 {{item}}',
  strip: '무대 위: 이 사람의 {{item}}',
  skip: '답으로 건너뛰기',
};

export const queue: Translation<typeof english.queue> = {
  reading: '{{itemReul}} 읽는 중 …',
  choosing: '고르는 중 …',
  writing: '쓰는 중 …',
  soon: '곧 시작해요 …',
  next: '바로 다음 차례: “{{after}}” 다음이에요.',
  place_ordinal_other: '{{count}}번째 차례: “{{after}}” 다음이에요.',
  afterYours: '부탁하신 일이 끝나면 이어져요.',
  stopped: '멈췄어요. 추천받기를 누르면 이어져요.',
  reason: '이 {{item}}인 까닭',
  newReader: '신작: 언어 모델 단독',
  newBoth: '신작: 둘이 함께',
};
