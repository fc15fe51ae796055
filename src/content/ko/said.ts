import type * as english from '../en/said';
import type { Spoken } from '../language';
import type { Translation } from '../keys';

export const notice: Translation<typeof english.notice> = {
  bundle: '주소의 번들 “{{bundle}}”은 무시했어요. 이 페이지와 같은 서버의 폴더여야 해요.',
  device: '주소의 장치 “{{device}}”은 무시했어요. webgpu나 wasm이어야 해요.',
  kiosk: '주소의 kiosk는 무시했어요. 값은 1이에요.',
  pin: '주소의 pin은 무시했어요. 숫자 네 자리에서 여덟 자리예요.',
  home: '주소의 home은 무시했어요. https://example.org/matinee/ 같은 전체 주소여야 해요.',
  auto: '주소의 auto는 무시했어요. 값은 0이고, 누르기 전에는 답하지 않는다는 뜻이에요.',
  language: '주소의 lang은 무시했어요. en, ko, zh 중 하나예요.',
  languageMissing: '이 언어의 말을 받지 못해서 페이지를 그대로 두었어요.',
  link: '링크의 기록을 이해하지 못해서 무시했어요. 당신의 기록은 그대로예요.',
  linkLong: '링크의 기록이 너무 길어서 무시했어요. 당신의 기록은 그대로예요.',
  linkLost: '링크의 항목 {{of}}개 중 {{lost}}개는 이해할 수 없거나 겹치거나 너무 많아서 무시했어요.',
  linkOwn_other: '링크에 든 나만의 항목 {{count}}개는 이해할 수 없거나 너무 길어서 무시했어요.',
  linkUnknown: '링크의 “{{parts}}” 부분은 이해하지 못해서 무시했어요.',
  linkWatchlist: '이 링크는 볼 목록을 후보로 쓰지만, 볼 목록은 링크에 담기지 않아요. 후보가 달라졌어요.',
  linkCatalogue: '이 링크의 후보는 카탈로그 전체에서 오지만 이 번들은 그렇게 찾을 수 없어서, SASRec의 후보를 써요.',
  linkHistory: '이 기록은 링크에서 왔어요. 되돌리기를 누르면 당신의 기록이 돌아와요.',
  historyNotKept: '이 브라우저는 페이지의 데이터를 저장하지 않아서, 탭을 닫으면 기록이 사라져요. 남기려면 링크를 복사하세요.',
  watchlistNotKept: '이 브라우저는 페이지의 데이터를 저장하지 않아서, 탭을 닫으면 볼 목록이 사라져요.',
  choicesNotKept: '이 브라우저는 페이지의 데이터를 저장하지 않아서, 탭을 닫으면 목록에서 고른 것이 사라져요.',
  unknown: '{{of}}{{unit}} 중 {{unknown}}{{unitNeun}} 이 번들의 카탈로그에 없어서 무시했어요.',
  there: '“{{title}}” 이미 기록에 있어요.',
  example: '이 예시의 {{itemNeun}} 이 번들의 카탈로그에 하나도 없어요.',
  without: '{{why}} 페이지는 그것 없이 계속돼요.',
};

export const recovery: Translation<typeof english.recovery> = {
  loaded: '{{why}} 모델을 {{how}}다시 불러왔어요. 기록은 그대로예요.',
  loading: '{{why}} 모델을 {{how}}다시 불러오는 중이에요. 기록은 그대로예요.',
  again: '모델을 {{how}}다시 불러와요. 기록은 그대로예요.',
  againIn: '모델을 {{seconds}}초 뒤에 {{how}}다시 불러와요. 기록은 그대로예요.',
  onWasm: 'WASM으로 ',
  asked: '{{before}} 물었던 것을 다시 묻고 있어요.',
  silent: '{{seconds}}초 동안 소식이 없어요: {{what}}. 기다리다가 오면 저절로 이어져요.',
  silentWorker: '{{seconds}}초 동안 소식이 없어요: {{what}}. 기다려 보고, 오지 않으면 다시 시작해요.',
  worker: '모델을 돌리는 워커',
  browsing: '카탈로그를 검색하는 부분',
  modelling: '모델을 돌리는 부분',
  device: '장치와 그 프로그램',
  server: '서버',
  model: '모델',
  preparing: '{{part}} 준비 중인 장치',
  testing: '자체 시험을 계산할 장치',
};

export const fallback: Translation<typeof english.fallback> = {
  chosen: 'WASM을 골랐어요.',
  absent: '이 브라우저에는 WebGPU가 없어요.',
  insecure: 'WebGPU는 https나 localhost로 연 페이지에서만 쓸 수 있어요.',
  silent: '그래픽 어댑터를 물었지만 WebGPU가 대답하지 않았어요.',
  noAdapter: '이 브라우저에는 WebGPU가 있지만 쓸 수 있는 그래픽 어댑터가 없어요.',
  error: 'WebGPU에서 오류가 났어요.',
  failed: 'WebGPU에서 첫 실행에 실패했어요.',
  twice: 'WebGPU가 두 번 실패했어요.',
};

const TELL = '다시 시도하세요. 또 그러면 서버에 있는 모델 사본에 문제가 있으니 운영자에게 알려 주세요.';
const EXPORTED = '서비스에서 기록을 CSV, JSON, zip으로 내보내고 그 파일을 고르세요.';

export const errors: Spoken['errors'] = {
  'manifest-missing': ['그 주소에 모델이 없어요.', '“bundle=” 뒤의 주소를 확인하거나, 빼고 기본 모델을 쓰세요.'],
  'manifest-invalid': ['모델의 manifest.json을 쓸 수 없어요.', '모델을 다시 내보내거나 다른 모델을 고르세요.'],
  'manifest-version': [
    '모델의 manifest.json은 이 앱이 읽지 못하는 버전이에요.',
    '페이지를 새로고침해 최신 앱을 받거나, 이 앱의 내보내기 도구로 모델을 다시 내보내세요.',
  ],
  'bundle-too-large': [
    '모델이 너무 커서 브라우저 탭에 담을 수 없습니다. 아무것도 내려받지 않았습니다.',
    '더 작은 모델을 고르거나, 더 적은 비트로 다시 내보내세요.',
  ],
  'file-missing': ['서버에서 필요한 파일을 받을 수 없어요.', '네트워크의 로그인 페이지가 있으면 로그인하고 다시 시도하세요. 아니면 운영자에게 알려 주세요.'],
  'file-altered': ['받은 파일이 원본과 달라요.', TELL],
  'file-invalid': ['파일을 읽을 수 없어요.', '다른 파일을 고르거나, 번들을 다시 내보내세요.'],
  network: ['네트워크 문제로 받지 못했어요.', '연결을 확인하고 다시 시도하세요. 이미 받은 것은 남아 있어요.'],
  'webgpu-unavailable': ['여기서는 WebGPU를 쓸 수 없어요.', '장치로 WASM을 고르세요. 느리지만 어디서나 돼요.'],
  'webgpu-failed': ['WebGPU에서 첫 실행에 실패했어요.', '장치로 WASM을 고르세요. 느리지만 어디서나 돼요.'],
  'device-lost': ['그래픽 장치와 연결이 끊겼어요.', '모델을 다시 불러오세요. 자주 그러면 GPU를 쓰는 다른 탭을 닫으세요.'],
  'device-wrong': ['이 장치의 계산이 틀렸어요.', '장치를 WASM으로 바꾸세요. 느리지만 프로세서가 계산해요.'],
  'session-failed': ['모델을 실행할 준비를 하지 못했어요.', '모델을 다시 불러오거나 장치를 WASM으로 바꾸세요.'],
  'out-of-memory': ['이 모델을 돌릴 메모리가 부족해요.', '다른 탭을 닫고 다시 시도하거나, 메모리가 더 큰 기기를 쓰세요.'],
  'history-empty': ['기록이 비어 있어요.', '먼저 무언가를 추가하세요.'],
  'prompt-too-long': ['프롬프트가 언어 모델이 읽을 수 있는 길이보다 길어요.', '후보를 줄이거나 제목이 긴 것을 빼세요.'],
  'film-invalid': ['이 항목은 쓸 수 없어요.', '제목과 연도를 확인하거나 목록에서 빼세요.'],
  'no-sentences': ['이 번들에는 사실 정보가 없어서 모델이 공통점을 말할 수 없어요.', '대신 추천을 받거나, 영화 번들을 불러오세요.'],
  'no-genres': ['이 번들은 장르를 몰라서 모델이 말할 수 없어요.', '대신 추천을 받거나, 장르가 있는 번들을 불러오세요.'],
  'no-shortlist': ['이 번들은 카탈로그 전체에서 후보를 고를 수 없어요.', 'SASRec의 목록을 후보로 쓰거나 필터로 목록을 좁히세요.'],
  'import-too-large': ['파일이 너무 커요.', '내보내기 파일(CSV, JSON, zip)만 고르거나 나누세요.'],
  'import-unreadable': ['이 파일은 기록으로 읽을 수 없어요.', EXPORTED],
  'import-not-recognised': ['Matinee가 아는 기록 형식이 아니에요.', EXPORTED],
  'import-cut': ['파일이 손상되었거나 끝까지 받지 못했어요.', '다시 내보내고 다운로드가 끝날 때까지 기다리세요.'],
  'import-no-films': ['이 파일에는 쓸 수 있는 작품이 없어요.', '작품이 들어 있는 내보내기 파일이나 다른 프로필을 고르세요.'],
  'import-profile': ['파일에서 그 프로필을 고를 수 없어요.', '파일에 있는 프로필 중에서 고르세요.'],
  'import-watchlist': ['이 파일은 본 것이 아니라 볼 것의 목록이에요.', '기록에는 평점이나 본 작품을 가져오세요. 볼 목록은 후보로 쓸 수 있어요.'],
  'not-loaded': ['아직 준비되지 않았어요.', '페이지 위쪽의 모델 상태를 보고, 필요하면 “다시 시도”를 누르세요.'],
  busy: ['모델이 아직 답하는 중이에요.', '기다리거나 멈춤을 누르세요.'],
  stopped: ['멈췄어요.', '다시 하려면 버튼을 다시 누르세요.'],
  'worker-failed': ['페이지에서 계산하는 부분이 멈췄어요.', '모델을 다시 불러오거나 페이지를 새로고침하세요.'],
  unexpected: ['예상하지 못한 오류가 났어요.', '페이지를 새로고침하세요. 또 그러면 아래 문장과 함께 알려 주세요.'],
};
