import type * as english from '../en/about';
import type { Translation } from '../keys';

export const about: Translation<typeof english.about> = {
  title: '작동 원리',
  method: {
    history: {
      title: '기록',
      text: '당신이 {{watched}} {{item}}, 오래된 것부터.',
      fact: '{{item}} {{all}}{{unit}}, 그중 {{warm}}{{unitReul}} SASRec이 알아요',
    },
    sasrec: {
      title: 'SASRec',
      text: '동결된 협업 필터링이 사용자 표현 x_u와 아이템 임베딩 E를 내요.',
      fact: 'd = {{size}}, 블록 {{blocks}}개, {{item}} {{length}}{{unitReul}} 읽음',
    },
    joint: {
      title: '공동 공간',
      text: '1단계의 인코더가 아이템 임베딩을, 콜드 {{item}}이라면 SBERT가 읽은 글을 하나의 공동 공간에 놓아요.',
      fact: "d' = {{size}}; SBERT: 너비 {{width}}, {{tokens}}토큰",
    },
    soft: {
      title: '소프트 토큰',
      text: '2단계의 사영 F_U와 F_I가 사용자와 {{itemReul}} 언어 모델이 단어처럼 읽는 벡터로 바꿔요.',
      fact: 'h = {{size}}, 사용자에 토큰 하나, {{item}}마다 하나',
    },
    opt: {
      title: '동결된 OPT',
      text: '프롬프트의 단어들 사이에 이 벡터가 들어가고, 언어 모델이 다음 {{item}} 제목을 한 토큰씩 말해요.',
      fact: '{{name}}: 매개변수 {{parameters}}개, {{layers}}층',
    },
  },
  results: '측정한 결과',
  deviation: '논문과 다른 점(영어):',
  bundle: '번들 “{{title}}”, 첫 추천까지 {{bytes}}, {{dataset}}({{people}}명)로 학습, {{date}}.',
  credits: '출처와 라이선스',
  paper: '방법:',
};

export const results: Translation<typeof english.results> = {
  help: 'Hit@1: 어떤 사람이 다음에 고른 것을 무작위 19개와 섞은 20개에서 1위로 맞힌 비율이에요(찍으면 5%, 각 행의 가는 선). 굵은 선이 값, 막대가 95% 부트스트랩 구간이에요. 논문의 값은 다른 데이터와 OPT-6.7B의 것이니, 숫자가 아니라 행의 순서를 비교하세요.',
  none: '이 번들에는 측정 결과가 없어요.',
  name: '결과',
  caption: '어떤 사람이 다음에 {{watched}} {{itemReul}} 20개(정답과 무작위 19개) 중 1위로 맞힌 비율. 찍으면 5%예요.',
  system: '시스템',
  users: '사용자',
  usersOf: '사용자 {{users}}명',
  measured: '측정 방법',
  by: { typescript: '이 번들, 4비트, 시드 {{seed}}', pytorch: 'float, PyTorch, 시드 {{seed}}' },
  less: '{{baseline}} 대비',
  paper: '논문',
  paperTable: '논문의 {{table}}',
  seed: '시드 {{seed}}',
  repeat: '재현하는 법',
  command: '명령',
  reliability: '사용자 {{users}}명: 1순위의 확률과 실제로 맞은 비율, 기대 보정 오차 {{error}}.',
  reliabilityBefore: '사용자 {{users}}명: 1순위의 확률과 실제로 맞은 비율, 기대 보정 오차 {{error}}(온도 적용 전 {{before}}, 회색 선).',
  diagram: '신뢰도 그림. {{bins}}.',
  bin: '{{stated}}라고 한 {{users}}번 중 {{true}} 맞음',
  stated: '말한 확률',
  cameTrue: '실제 비율',
};

export const evaluate: Translation<typeof english.evaluate> = {
  title: '여기서 시험하기',
  what: '논문의 평가를 이 탭에서, 불러온 모델로 해요. 사용자마다 마지막 아이템을 그 사용자가 만나지 않은 무작위 19개 속에 숨기고, A-LLMRec과 SASRec이 각각 20개의 순위를 매겨요. 페이지에는 사용자 데이터가 없으니 파일을 가져오세요. 파일은 이 탭을 떠나지 않아요.',
  form: '사용자마다 한 줄인 텍스트 파일: 이름, 탭, 그리고 번들 데이터 세트의 아이템 ID를 오래된 것부터 띄어 써요. 예:',
  example: '예시',
  most: '최대 사용자 수',
  go: '내 파일로 평가',
  file: '사용자 파일',
  measured: '측정한 것',
  caption: '사용자 {{users}}명의 Hit@1, 후보 {{candidates}}개씩, 시드 {{seed}}. 괄호 안은 95% 부트스트랩 구간.',
  difference: 'A-LLMRec − SASRec',
  leftOut: '파일에서 빠진 것',
  andMore: '그 밖에 {{more}}개',
  progress: '{{name}}: 사용자 {{all}}명 중 {{done}}명, 약 {{time}} 남음',
  first: '{{name}}: 첫 사용자 …',
  done: '평가한 사용자',
  stop: '평가 중단',
  stopped: '{{name}}: 사용자 {{all}}명 중 {{done}}명에서 멈춤, {{time}}.',
  whole: '{{name}}: 사용자 {{done}}명, {{time}}.',
};
