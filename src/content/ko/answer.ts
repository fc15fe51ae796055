import type * as english from '../en/answer';
import type { Translation } from '../keys';

export const answer: Translation<typeof english.answer> = {
  recommend: '추천받기',
  genre: '좋아하는 장르',
  stop: '멈춤',
  recommendation: '추천',
  needHistory: '먼저 {{watching}} 기록에 {{itemReul}} 한 {{unit}} 이상 추가하세요.',
  hero: '다음엔 무엇을 {{toWatch}}까요?',
  idle: '언어 모델이 기록과 후보 {{itemReul}} 읽고 다음 것을 말해 줘요.',
  genreIdle: '같은 방식으로 물으면, 모델이 좋아하실 장르를 말해 줘요.',
  noGenre: '이 번들에는 제목뿐이에요. 배울 장르가 없어서 모델은 장르를 말할 줄 몰라요.',
  question: '프롬프트의 끝부분이에요. 뒤에 모델의 말이 이어져요.',
  stopped: '첫 단어 전에 멈췄어요. 추천받기를 누르면 다시 물어요.',
  stoppedAfter: '“{{text}}” 다음에 멈췄어요. 추천받기를 누르면 다시 물어요.',
  genreStopped: '멈췄어요. 좋아하는 장르를 누르면 다시 물어요.',
  reading: '프롬프트 읽는 중: {{all}}토큰 중 {{read}}토큰',
  read: '읽은 프롬프트',
  stale: '마지막으로 바꾸기 전의 답이에요.',
  inOrder: '첫 선택, 그다음은 그것을 빼고 고른 것의 순서',
  shares: '비율',
  firstLook: '처음 볼 때의 비율 보기',
  reasonIsNone: '기록의 어느 것과도 겹치지 않는 확인된 사실이고, 원인은 아니에요. 무엇이 선택을 움직였는지는 “무엇이 중요했나”에 있어요.',
  reasonIs: '확인된 사실이지 원인은 아니에요. 무엇이 선택을 움직였는지는 “무엇이 중요했나”에 있어요.',
  ranking: '후보, 1순위부터',
  by: '감독 {{names}}',
  probability: '확률 {{percent}}',
  place: '{{recommender}} 목록에서 {{place}}',
  unknown: '{{recommenderNeun}} 모름, 설명글로 읽음',
  own: '나만의 {{item}}, 설명글로 읽음',
  freeHelp: '자유 생성: 후보가 아니어도 카탈로그에 있고 기록에 없는 {{item}}이면 무엇이든 말할 수 있어요. 항상 실제 제목이에요.',
  freeBeyond: '자유 생성이 후보에 없는 카탈로그의 다른 {{itemReul}} 말했어요. 아래 목록은 그래도 후보들이에요.',
  showAll: '{{item}} {{count}}{{unit}} 모두 보기',
  showFewer: '처음 {{count}}{{unit}}만 보기',
};

export const facts: Translation<typeof english.facts> = {
  heading: '{{films}}의 정보에서',
  note: '모델의 말이 아니라 센 숫자예요.',
  from: '{{place}}',
  fromThe: '{{place}}',
  by: '감독 {{director}}',
  of: '{{decade}}',
};

export const decade: Translation<typeof english.decade> = { name: '{{year}}년대' };

export const probability: Translation<typeof english.probability> = {
  summary: '퍼센트의 뜻',
  second: '2위는 1위를 뺐을 때 모델이 고르는 것이에요. 퍼센트는 첫 질문의 값이라, 뒤 순위가 더 클 수도 있어요.',
  more: '2위는 1위를 뺐을 때 모델이 고르는 것이고, {{places}}위까지 같은 식이에요. 퍼센트는 첫 질문의 값이라, 뒤 순위가 더 클 수도 있어요.',
  what: '다음 것이 이 후보 중 하나라고 할 때, 언어 모델이 각 제목을 얼마나 그럴듯하게 보는지예요. 제목 토큰들의 확률을 곱한 값이고, 합은 100%예요.',
  raw: '모델이 낸 값 그대로이고, 실제로 얼마나 맞는지와 견주지 않았어요. 확률보다는 순서로 읽어 주세요.',
  softened:
    '온도 T = {{temperature}} 하나로 완만하게 했어요(p가 p^(1/T)로). 검증 사용자 {{users}}명이 다음에 고른 것이 가장 그럴듯해지는 온도이고, 순서는 그대로예요.',
  sharpened:
    '온도 T = {{temperature}} 하나로 뚜렷하게 했어요(p가 p^(1/T)로). 검증 사용자 {{users}}명이 다음에 고른 것이 가장 그럴듯해지는 온도이고, 순서는 그대로예요.',
  error: '그러면 1순위의 퍼센트와 실제로 맞은 비율은 평균 {{points}}%p 차이 나요.',
  holds: '이는 정답 하나와 무작위 19개로 된 논문의 시험에서 그래요. {{recommender}} 상위 20개처럼 모두 그럴듯한 후보라면 순서로 읽어 주세요.',
};

export const cost: Translation<typeof english.cost> = {
  title: '든 비용',
  first: '첫 토큰',
  speed: '속도',
  perSecond: '초당 {{tokens}}토큰',
  all: '전체',
  device: '장치',
  passes: '순전파',
  passesForced_other: '{{passes}}번, 정해진 토큰 {{count}}개',
  prompt: '프롬프트',
  tokens: '{{tokens}}토큰',
  tokensReused: '{{tokens}}토큰, {{reused}}개 재사용',
  meaning: '이 숫자들의 뜻',
  help: {
    first: '첫 토큰: 버튼을 누른 때부터 답의 첫 토큰까지. 프롬프트 읽기도 들어가요.',
    passes: '순전파: 언어 모델을 돌린 횟수. 프롬프트 조각마다 한 번, 그에 대한 질문마다 한 번이에요.',
    forced: '정해진 토큰: 답은 후보 중 하나여야 해요. 제목들이 이어질 길이 하나뿐이면 그 토큰은 공짜예요.',
    reused: '재사용: 앞선 답에서 모델이 아직 기억하고 있는 프롬프트의 앞부분이에요.',
  },
};

export const prompt: Translation<typeof english.prompt> = {
  summary: '모델이 읽는 프롬프트',
  user: 'user',
  item: 'item',
  userToken: 'F_U(x_u): 소프트 토큰이 된 사용자 표현',
  itemToken: 'F_I(e): 소프트 토큰이 된 {{item}}의 공동 임베딩',
  sentence: '이 문장을 쓰며 모델이 읽은 것',
  sentenceNote_other:
    '프롬프트에 적힌 사실을 읽고 언어 모델이 직접 쓴 말이에요. 모두 {{count}}문장을 썼고, 사실로 확인된 문장 가운데 가장 많은 것을 말해 주는 문장이에요.',
  chips: '칩 하나가 소프트 토큰 하나예요. 정렬기가 만든 벡터로, 단어들 사이에서 프롬프트의 한 자리를 차지해요.',
};

export const think: Translation<typeof english.think> = {
  title: '생각하는 과정',
  attention: '대중이 보는 곳',
  attentionHelp: '{{recommender}}의 어텐션: 사용자 표현 x_u를 만들 때 마지막 단계가 기록의 각 항목을 얼마나 중하게 보는지예요. 가중치의 합은 100%예요.',
  noAttention: '{{recommenderNeun}} 어텐션이 없어서 어디를 보는지 말해 주지 않아요.',
  steps: '답이 쓰인 과정',
  stepsHelp:
    '후보 제목들이 갈라지는 곳에서 언어 모델이 다음 조각을 골라요. 한 줄이 한 번의 선택이고, 갈래마다 확률이 있어요. 모델이 낸 값 그대로이고, 목록의 값은 완만하게 한 것이에요.',
  stepsNone: '후보 제목들이 갈라지지 않아서 고를 것이 없었어요.',
  nothing: '답이 나오면 무슨 일이 있었는지 보여 줘요.',
  other: '다른 갈래 {{count}}개',
  lead: '이 답이 나오기까지의 과정을, 바로 이번 실행의 숫자로 보여 줘요.',
  taste: '숫자로 본 취향',
  representation: 'x_u: {{recommenderGa}} 기록 전체로 만든 숫자 {{count}}개',
  userToken: '사용자의 소프트 토큰: 언어 모델이 단어처럼 읽는 숫자 {{count}}개',
  tasteHelp: '사람들의 시청 기록으로 학습한 {{recommenderGa}} 기록을 하나로 요약해요. 사영 F_U가 그것을 소프트 토큰, 곧 단어 자리에 놓이는 벡터로 바꿔요.',
  joint: '공동 공간 속의 {{item}}',
  jointHelp:
    '파랑은 대중이 아는 것(사람들의 기록에서 이웃한 작품), 보라는 문장을 읽는 모델 SBERT가 글에서 알아낸 것이에요. 밝은 쪽이 소프트 토큰이 돼요. 아무도 평가하지 않았다면 보라뿐이에요.',
  collaborative: '{{title}}, 협업 절반: 숫자 {{count}}개',
  text: '{{title}}, 글 절반: 숫자 {{count}}개',
  uses: { collaborative: '대중', text: '글', mean: '둘 다' },
  reads: '언어 모델이 읽는 것',
  readsHelp: '아는 단어와 제목, 그 사이의 소프트 토큰이에요.',
  chooses: '고르는 방법',
  choosesHelp: '제목을 한 조각씩 써요. 막대는 저울질한 갈래들이고, 굵은 것이 고른 조각이에요. 모델이 낸 값 그대로이고, 목록의 값은 완만하게 한 것이에요.',
  numbers: '숫자 보기',
};

export const mattered: Translation<typeof english.mattered> = {
  title: '무엇이 중요했나',
  help: '하나를 빼고 답이 어떻게 바뀌는지 보세요. 후보는 그대로예요.',
  without: '빼기: {{title}}',
  each: '하나씩 차례로 빼기',
  asking: '그것 없이 다시 묻는 중 …',
  askingEach: '{{of}}개 중 {{done}}개를 빼 봤어요 …',
  with: '있을 때',
  left: '없을 때',
  bars: '“{{title}}”에 대해 각각이 한 일: 하나만 뺐을 때 줄어드는 확률은 찬성, 늘어나는 확률은 반대예요. 더해서 맞아떨어지지는 않아요',
  for: '찬성 {{points}}%p',
  against: '반대 {{points}}%p',
  nothing: '답이 나오면 뜯어볼 수 있어요.',
  films: '기록 속의 {{item}}',
  method: '제목 말고 언어 모델이 받는 것',
  parts: {
    user: { name: '취향 요약 없이', help: '같은 프롬프트를 읽지만, 취향을 요약한 벡터 하나(사용자 토큰)가 없어요.' },
    items: { name: '{{item}}별 요약 없이', help: '아이템 토큰이 없어요. 제목은 단어로, 취향은 벡터로 남지만 그 둘이 어떻게 맞는지 알려 주는 것이 없어요.' },
    collaborative: { name: '대중이 아는 것 없이', help: '모든 토큰을 글만으로 만들어요. 아무도 평가하지 않은 것처럼요.' },
    text: { name: '글의 내용 없이', help: '아무도 평가하지 않은 작품은 토큰이 없어져요. 대중이 잘 아는 작품은 원래 글 없이 만든 토큰이라 잃는 것이 없어요.' },
    'llm-only': { name: '이 모두 없이', help: '언어 모델 단독: 단어뿐이고 대중에 관한 것은 없어요.' },
  },
  same: '첫 번째 선택은 그대로 “{{title}}”: 있을 때 {{before}}, 없을 때 {{after}}.',
  changed: '있을 때 “{{before}}”, 없을 때 “{{after}}”.',
};

export const candidates: Translation<typeof english.candidates> = {
  title: '후보',
  shuffle: '다시 뽑기',
  from: '후보를 어디서 고를지',
  summary: '{{item}} {{count}}{{unit}}, 프롬프트 순서대로',
  pending: '모델이 준비되고 기록에 {{itemGa}} 있으면 찾아요.',
  rated: '카탈로그의 글이 아직 오고 있어요. 다 올 때까지 후보는 평가가 충분한 {{item}} 중에서 골라요.',
  widened: '카탈로그의 글이 다 왔어요. 이제 후보를 카탈로그 전체에서 골라요.',
  done: '볼 목록의 {{itemGa}} 모두 기록에 있어요.',
  takeOut: '후보에서 빼기: {{title}}',
  kinds: { catalogue: '카탈로그 전체', sasrec: '{{recommender}} 상위 20', newcomers: '평점 없는 작품', watchlist: '볼 목록', paper: '무작위' },
  helps: {
    catalogue: '카탈로그 전체에서 소프트 토큰이 당신의 것과 가장 가까운 {{item}} 100{{unit}}. 평가가 있든 없든요.',
    sasrec: '협업 필터링이 맨 앞에 놓은 {{item}}들이에요. 모델이 순서를 다시 매겨요.',
    newcomers: '절반은 {{recommenderGa}} 순위를 매길 수 없는 콜드 {{itemGa}} 차지해요.',
    newcomersSince: '절반은 {{recommenderGa}} 순위를 매길 수 없는 2015년 이후의 콜드 {{itemGa}} 차지해요.',
    watchlist: '볼 목록에서 최대 20{{unit}}: 무엇을 먼저 {{toWatch}}까요? 다시 뽑으면 다른 것이 나와요.',
    paper: '논문의 시험: {{recommenderGa}} 아는 {{item}} 중에서 고르게 뽑아요.',
  },
};

export const sasrec: Translation<typeof english.sasrec> = {
  title: '{{recommender}} 단독',
  list: '{{recommender}}의 목록',
  note: '협업 필터링, 언어 모델 없음.',
  took: '{{milliseconds}} ms',
  knowsNone: '이 {{item}}들을 하나도 몰라서 누구에게나 하는 말을 해요.',
  empty: '첫 {{itemReul}} 추가하면 목록이 나와요.',
};
