import type * as english from '../en/stage';
import type { Translation } from '../keys';

export const voices: Translation<typeof english.voices> = {
  crowd: { name: '仅协同过滤', who: '大众', method: '{{recommender}}', help: '知道人们{{see}}过什么，不认识片名。' },
  reader: { name: '仅语言模型', who: '读者', method: 'OPT', help: '认识片名，不了解人。' },
  both: { name: '两者合一', who: '懂大众口味的读者', method: 'A-LLMRec', help: '既读片名，也懂大众口味。' },
};

export const stage: Translation<typeof english.stage> = {
  name: '舞台',
  recorded: '录像',
  live: '在此标签页实时运行',
  beats: { history: '一份记录', voices: '三个声音', newcomers: '新面孔' },
  pause: '暂停演示',
  play: '继续演示',
  notRated: '无人评分：没有分数',
  noScore: '没有分数',
  what: '三个推荐器回答同一份记录。一切都在这个标签页里运行，什么也不外传。',
  onTheWay: '语言模型加载中……',
  thinking: '阅读中……',
  silent: '按“推荐”听它的回答。',
  scoring: '查找中……',
  more: '换一批',
  waiting: '一个也懂大众口味的语言模型，就在这个标签页里。',
  waitingHow: '点选三{{unit}}你喜欢的{{item}}。三个声音会说出下一{{unit}}：人们的行为、语言模型的阅读，以及两者合一。',
  historyRecorded: '有人喜欢这些{{item}}。',
  history: '你喜欢这些。',
  crowd: '大众的回答：人们在这些之后{{see}}了什么。',
  reader: '读者的回答：一个只认识片名、不了解人的语言模型。',
  both: '两者合一：同一个语言模型，现在也懂大众口味。',
  blind: '二十{{unit}}无人评分的{{item}}：大众什么也看不见。',
  guesses: '读者只能靠片名猜。',
  places: '两者合一把最合这份口味的排在{{place}}，共 {{of}} {{unit}}。',
  yourTurn: '轮到你了：点选三{{unit}}你喜欢的{{item}}',
  tapped: '已选 {{count}} / 3',
  tappedAll: '已选 {{count}} {{unit}}。三个声音的回答在上方；可以继续点选或搜索。',
  toAnswer: '看回答',
  cards: '可点选的{{item}}',
  strip: '舞台上：这个人的{{item}}',
  skip: '跳到回答',
};
