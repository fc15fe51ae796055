import type * as english from '../en/wander';
import type { Translation } from '../keys';

export const wander: Translation<typeof english.wander> = {
  missing: '페이지의 이 부분을 온전히 받지 못했어요. 저절로 다시 받은 다음, 기록을 그대로 둔 채 페이지를 새로 엽니다.',
  add: '추가',
  addTo: '{{watching}} 기록에 추가: {{title}}',
  there: '{{title}}: 기록에 있음',
};

export const map: Translation<typeof english.map> = {
  title: '지도',
  intro:
    '모델이 보는 대로 모든 {{itemReul}} 펼쳤어요. 모델이 비슷하다고 보는 것끼리 모여 있고, 당신은 당신 취향에 가깝다고 보는 작품들 사이에 있어요. 위아래와 왼쪽 오른쪽에는 뜻이 없어요.',
  reading: '지도를 가져오는 중 …',
  absent: '이 번들은 지도가 생기기 전에 만들어졌어요.',
  noGraphics: '이 브라우저는 지도에 필요한 WebGL을 그리지 못해요. 그래도 목록이 근처에 무엇이 있는지 알려 줘요.',
  plane: '모든 {{item}}의 지도',
  keys: '화살표로 움직이고, 더하기와 빼기로 확대·축소하고, 0은 전체 보기, Enter는 가운데 {{itemReul}} 기록에 추가해요.',
  hint: '+ 와 −로, 또는 지도를 누른 다음 휠로 가까이 가고, 끌어서 움직이세요. 점을 누르면 무엇인지 알려 줘요.',
  hintByTouch:
    '두 손가락을 벌리거나 +를 눌러 가까이 간 다음, 한 손가락으로 지도를 움직이세요. 점을 누르면 무엇인지 알려 줘요. 지도 전체가 보일 때는 한 손가락으로 페이지가 움직여요.',
  closer: '가까이',
  wider: '멀리',
  all: '전체 보기',
  me: '내 위치',
  legend: '지도의 장르',
  legendHelp:
    '장르가 여럿이면 가장 드문 것으로 표시해요. 하나를 누르면 그 {{item}}만 보이고, 다른 것을 누르면 더해져요. 마지막 하나를 다시 누르면 모두 보여요.',
  others: '기타',
  nearby: '근처',
  nearbyOf: '근처: {{title}}',
  nearbyOfMiddle: '보이는 곳 한가운데 근처',
  nearbyOfYou: '내 주변',
  nobody: '여기 보이는 {{itemGa}} 없어요.',
  inTheMiddle: '한가운데: {{title}}',
  you: '나',
  youBy: {
    'soft token': '나: 모델이 내 취향에 가장 가깝다고 보는 {{item}} 20{{unit}}(고리 표시)의 한가운데.',
    sasrec: '나: 언어 모델이 올 때까지는 대중이 맨 앞에 놓은 {{item}} 20{{unit}}(고리 표시)의 한가운데.',
  },
  nowhere: '아직 지도에 당신이 없어요. 기록에 {{itemReul}} 추가하세요.',
  path: '선: 당신의 기록, 순서대로.',
  pathOfLast: '선: 기록의 마지막 {{count}}{{unit}}, 순서대로.',
  answer: '추천',
  invented: '지어낸 {{item}}: 글이 가장 가까운 {{item}}들의 한가운데.',
};

export const meaning: Translation<typeof english.meaning> = {
  label: '뜻으로 검색',
  example: 'a Japanese {{english}} with samurai',
  go: '검색',
  exampleTitle: '제목에 나올 말',
  helpTitle: '제목의 뜻이 가까운 {{item}}부터 나와요. SBERT는 입력한 말을 {{item}}의 제목과 비교하는데, 읽은 것이 영어 제목뿐이에요.',
  help: '나라, 장르, 사람, 연도를 적으면 맞는 것이 앞에 와요. 줄거리는 몰라요. 입력한 글을 {{item}}의 {{parts}}과 SBERT가 비교하고, 영어만 읽으니 영어로 적어 주세요.',
  parts: { title: '제목', year: '연도', subgenres: '세부 장르', genres: '장르', countries: '국가', directors: '감독', cast: '출연진' },
  waiting: '모델을 아직 불러오는 중이에요. 검색은 저절로 시작돼요.',
  busy: '모델이 먼저 다른 일을 끝내고 있어요.',
  searching: '비교하는 중 …',
  results: '뜻으로 찾은 {{item}}',
  found: '“{{query}}”에 가장 가까운 {{item}} {{count}}{{unit}}. 막대는 가까운 정도예요.',
  nothing: '비교할 글이 없어요. 어떤 {{item}}인지 적어 주세요.',
  match: '1점 만점에 {{score}}',
  clear: '목록 닫기',
};

export const invent: Translation<typeof english.invent> = {
  button: '{{item}} 지어내기',
  what: '세상에 없는 {{item}}: 당신에게는 몇 번째일까요?',
  intro: '아직 세상에 없는 {{item}}. SBERT가 이 탭에서 읽고, 언어 모델이 역시 아무도 평가하지 않은 새 {{item}}들 사이에서 당신을 위한 순위를 매겨요.',
  title: '가제',
  year: '공개 연도(선택)',
  sentence: '한 문장 소개(영어가 가장 잘 통해요)',
  example: 'A lighthouse keeper finds that the sea answers her letters.',
  go: '어디쯤인지 보기',
  needTitle: '{{item}} 제목을 적어 주세요. 한 단어면 돼요.',
  needYear: '연도는 {{first}}년부터 {{last}}년까지 네 자리 숫자예요. 비워 두어도 돼요.',
  tooLong: '제목이 200자를 넘어요. 줄여 주세요.',
  waiting: '모델을 아직 불러오는 중이에요. 저절로 시작돼요.',
  text: 'SBERT가 읽는 중 …',
  ranking: '언어 모델이 순위를 매기는 중 …',
  rankingRead: '언어 모델이 순위를 매기는 중: {{percent}}% 읽음 …',
  placed: '당신의 취향으로 새 {{item}} {{count}}{{unit}} 중 {{place}}.',
  noHistory: '{{watching}} 기록에 {{itemReul}} 추가하면 당신에게 몇 위인지 볼 수 있어요.',
  noneNew: '이 카탈로그에는 견줄 새 {{itemGa}} 없어요.',
  older: '그 뒤로 기록이 바뀌었어요.',
  ranked: '당신의 취향으로',
  alike: '글이 가장 가까운 것',
  showOnMap: '지도에서 보기',
  toHistory: '기록에 추가',
  toCandidates: '후보에 추가',
};
