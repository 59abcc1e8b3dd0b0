// What a dashboard's JSON has to be, from Grafana's own types. DashboardTypesTest writes each dashboard as a constant of
// type Checked and lets tsc look at it.
import type { AnnotationQuery, Dashboard, DataQuery, Panel, VariableModel } from '@grafana/schema';
import type * as BarGauge from '@grafana/schema/dist/esm/raw/composable/bargauge/panelcfg/x/BarGaugePanelCfg_types.gen';
import type * as Stat from '@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen';
import type * as Table from '@grafana/schema/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen';
import type * as TimeSeries from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen';

// A type as JSON has it: an enum is the text or the number of its values.
type Json<T> = T extends string
  ? `${T}`
  : T extends number | boolean | null | undefined
    ? T
    : unknown extends T
      ? T
      : T extends object
        ? { [K in keyof T]: Json<T[K]> }
        : T;

// A query as Grafana's Prometheus data source takes it.
interface PrometheusQuery extends DataQuery {
  expr: string;
  legendFormat?: string;
  format?: 'table' | 'time_series' | 'heatmap';
  instant?: boolean;
  range?: boolean;
}

type PanelOf<Type extends string, Options, Custom> = Omit<Panel<Record<string, unknown>>, 'type' | 'options' | 'targets' | 'fieldConfig'> & {
  type: Type;
  title: string;
  description: string;
  options: Options;
  targets: PrometheusQuery[];
  fieldConfig: Omit<NonNullable<Panel['fieldConfig']>, 'defaults'> & {
    defaults: Omit<NonNullable<Panel['fieldConfig']>['defaults'], 'custom'> & { unit: string; custom?: Custom };
  };
};

type OurPanel =
  | PanelOf<'bargauge', BarGauge.Options, never>
  | PanelOf<'stat', Stat.Options, never>
  | PanelOf<'table', Table.Options, Table.FieldConfig>
  | PanelOf<'timeseries', TimeSeries.Options, TimeSeries.FieldConfig>;

type OurAnnotation = AnnotationQuery & {
  expr?: string;
  step?: string;
  titleFormat?: string;
  textFormat?: string;
  tagKeys?: string;
};

type OurDashboard = Omit<Dashboard, 'panels' | 'annotations' | 'templating'> & {
  uid: string;
  panels: OurPanel[];
  annotations: { list: OurAnnotation[] };
  templating: { list: Array<VariableModel & { definition?: string }> };
};

export type Checked = Json<OurDashboard>;
