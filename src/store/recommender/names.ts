/** What a bundle's collaborative filters are called, for the page. */
export { firstRecommender, READS_TEXTS, RECOMMENDER_LABELS, recommendersOf } from '../../bundle/backbones';
