import type * as english from '../en/about';
import type { Translation } from '../keys';

export const about: Translation<typeof english.about> = {
  title: '工作原理',
  method: {
    history: { title: '记录', text: '你{{see}}过的{{item}}，最早的在前。', fact: '{{all}} {{unit}}{{item}}，其中 {{warm}} {{unit}} SASRec 认识' },
    sasrec: {
      title: 'SASRec',
      text: '冻结的协同过滤给出用户表示 x_u 和物品嵌入 E。',
      fact: 'd = {{size}}，{{blocks}} 个块，读 {{length}} {{unit}}{{item}}',
    },
    joint: {
      title: '联合空间',
      text: '第一阶段的编码器把物品嵌入（对冷启动的{{item}}则是 SBERT 读到的文字）放进同一个联合空间。',
      fact: "d' = {{size}}；SBERT：宽 {{width}}，{{tokens}} 个 token",
    },
    soft: {
      title: '软 token',
      text: '第二阶段的投影 F_U 和 F_I 把用户和{{item}}变成语言模型能像词语一样读的向量。',
      fact: 'h = {{size}}，用户一个 token，每{{unit}}{{item}}一个',
    },
    opt: {
      title: '冻结的 OPT',
      text: '提示词把这些向量夹在词语之间；语言模型逐个 token 说出下一{{unit}}{{item}}。',
      fact: '{{name}}：{{parameters}}参数，{{layers}} 层',
    },
  },
  results: '实测结果',
  deviation: '与论文的不同（英文）：',
  bundle: '模型包“{{title}}”，首次推荐需 {{bytes}}，训练自 {{dataset}}（{{people}} 人），{{date}}。',
  credits: '致谢与许可',
  paper: '方法：',
};

export const results: Translation<typeof english.results> = {
  help: 'Hit@1：一个人接下来的选择混在 19 个随机项中，被排在第一的比例（瞎猜是 5%，每行中的细线）。粗线是数值，横条是 95% 自助法区间。论文的数值来自别的数据和 OPT-6.7B：请比较行的次序，不要比较数字。',
  none: '这个模型包没有实测结果。',
  name: '结果',
  caption: '一个人接下来{{see}}的{{item}}在 20 个（它和 19 个随机项）中被排在第一的比例。瞎猜是 5%。',
  system: '系统',
  users: '用户',
  usersOf: '{{users}} 位用户',
  measured: '测量方式',
  by: { typescript: '本模型包，4 位，种子 {{seed}}', pytorch: 'float，PyTorch，种子 {{seed}}' },
  less: '相对 {{baseline}}',
  paper: '论文',
  paperTable: '论文的{{table}}',
  seed: '种子 {{seed}}',
  repeat: '如何复现',
  command: '命令',
  reliability: '{{users}} 位用户：首选给出的概率与实际命中率，期望校准误差 {{error}}。',
  reliabilityBefore: '{{users}} 位用户：首选给出的概率与实际命中率，期望校准误差 {{error}}（加温度前为 {{before}}，灰线）。',
  diagram: '可靠性图。{{bins}}。',
  bin: '给出 {{stated}}：{{users}} 次中命中 {{true}}',
  stated: '给出的概率',
  cameTrue: '实际命中',
};

export const evaluate: Translation<typeof english.evaluate> = {
  title: '在这里测试',
  what: '论文的评估，在此标签页中由你加载的模型运行：每位用户的最后一项混在 19 个该用户没见过的随机项中，由 A-LLMRec 和 SASRec 各自给这 20 项排序。本页不附带用户数据，请自备文件；文件不会离开此标签页。',
  form: '文本文件，每位用户一行：名字、制表符，然后是模型包数据集的物品 ID，最早的在前，以空格分隔。例如：',
  example: '示例',
  most: '最多用户数',
  go: '用我的文件评估',
  file: '用户文件',
  measured: '测得的结果',
  caption: '{{users}} 位用户的 Hit@1，每人 {{candidates}} 个候选，种子 {{seed}}；方括号内是 95% 自助法区间。',
  difference: 'A-LLMRec 减 SASRec',
  leftOut: '文件中被略过的内容',
  andMore: '另有 {{more}} 条',
  progress: '{{name}}：{{done}} / {{all}} 位用户，约剩 {{time}}',
  first: '{{name}}：第一位用户……',
  done: '已评估的用户',
  stop: '停止评估',
  stopped: '{{name}}：在 {{done}} / {{all}} 位用户后停止，{{time}}。',
  whole: '{{name}}：{{done}} 位用户，{{time}}。',
};
