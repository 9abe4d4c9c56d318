/** The Train page: set-up, the run's transport, the graph of the shown step with its own stepper, and how well it goes. */
import { computed, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { GraphView } from "../drawing/GraphView";
import { Histogram } from "../inspector/Histogram";
import { Inspector, type TabProps, type Tabs } from "../inspector/Inspector";
import { MathsTab } from "../inspector/MathsTab";
import { MatrixTab } from "../inspector/MatrixTab";
import { NodeTab } from "../inspector/NodeTab";
import { UsesTab } from "../inspector/UsesTab";
import { EdgeTab } from "../shell/sides";
import { Stepper } from "../stepper/Stepper";
import { Table } from "../table/Table";
import { DataTable } from "./DataTable";
import { DoctorPanel } from "./DoctorPanel";
import { EpochTable } from "./EpochTable";
import { LandscapePanel } from "./LandscapePanel";
import { LayersPanel } from "./LayersPanel";
import { LossPanel } from "./LossPanel";
import { Notices } from "./Notices";
import { ParameterTable } from "./ParameterTable";
import { AccuracyPanel, QualityPanel } from "./QualityPanel";
import { RunBar } from "./RunBar";
import { RunsPanel } from "./RunsPanel";
import { Setup } from "./Setup";
import { SurfacePanel } from "./SurfacePanel";
import { listenToKeys, sides } from "./keys";
import { pause } from "./play";
import { busy, followAddress, restore, run, shown, stage } from "./store";
import { TRAIN } from "./text";
import "./train.css";

type Side = keyof typeof TRAIN.sides;
const SIDES = Object.keys(TRAIN.sides) as Side[];
function NodeAndHistogram(props: TabProps) {
  return (
    <>
      <NodeTab {...props} />
      <Histogram key={props.node.id} {...props} />
    </>
  );
}

const TABS: Tabs = { node: NodeAndHistogram, maths: MathsTab, matrix: MatrixTab, uses: UsesTab };

type Room = "setup" | "graph" | "side" | "below";

const side = signal<Side>("progress");
/** The room that a narrow screen shows. */
const room = signal<Room>("graph");
const selected = computed(() => stage.selected.value);

function inspect(): void {
  side.value = "node";
  sides.open("right");
}

export function TrainPage() {
  useEffect(() => {
    const title = document.title;
    document.title = `${TRAIN.title} · Chainrule`;
    void restore();
    const stopListening = listenToKeys();
    const goBack = (): void => {
      pause();
      followAddress();
    };
    addEventListener("popstate", goBack);
    return () => {
      removeEventListener("popstate", goBack);
      stopListening();
      pause();
      document.title = title;
    };
  }, []);
  useEffect(() => {
    if (selected.value) side.value = "node";
  }, [selected.value]);

  const open = run.value;
  if (!open) {
    return (
      <div class="train welcome">
        <header>
          <h1>{TRAIN.choosePreset}</h1>
          <p class="muted">{busy.value ? TRAIN.loading : TRAIN.choosePresetMore}</p>
        </header>
        <Setup />
        <Notices />
      </div>
    );
  }
  return (
    <div class="train" data-room={room.value}>
      <h1 class="visually-hidden">{TRAIN.title}</h1>
      <div class="screen">
        <div class={`lab ${sides.classes.value}`}>
          <RunBar open={open} />
          <Setup />
          <EdgeTab sides={sides} side="left" words={TRAIN.edges.left} />
          {shown.value ? <GraphView stage={stage} onInspect={inspect} /> : <section class="graph" aria-busy="true" />}
          <Notices />
          <Stepper stage={stage} />
          <EdgeTab sides={sides} side="right" words={TRAIN.edges.right} />
          <SidePanel />
          <Rooms />
        </div>
      </div>
      <div class="below">
        <EpochTable />
        <ParameterTable />
        <Table stage={stage} />
        <DataTable />
      </div>
    </div>
  );
}

function SidePanel() {
  return (
    <aside class="side" aria-label={TRAIN.sides[side.value]}>
      <div class="tabs" role="tablist" aria-label={TRAIN.sideLabel}>
        {SIDES.map((name) => (
          <button key={name} type="button" role="tab" class={name} id={`side-${name}`} aria-controls="side-panel" aria-selected={side.value === name} onClick={() => (side.value = name)}>{TRAIN.sides[name]}</button>
        ))}
      </div>
      <div id="side-panel" role="tabpanel" aria-labelledby={`side-${side.value}`} class="side-body">
        {side.value === "node" ? <Inspector stage={stage} tabs={TABS} /> : side.value === "setup" ? <Setup /> : <Progress />}
      </div>
    </aside>
  );
}

function Progress() {
  return (
    <>
      <RunsPanel />
      <LossPanel />
      <DoctorPanel />
      <SurfacePanel />
      <LandscapePanel />
      <QualityPanel />
      <AccuracyPanel />
      <LayersPanel />
    </>
  );
}

/** Which room a narrow screen shows; wide screens show all and hide this. */
function Rooms() {
  return (
    <nav class="rooms" aria-label={TRAIN.rooms}>
      {(["setup", "graph", "side", "below"] as const).map((name) => (
        <button key={name} type="button" aria-pressed={room.value === name} onClick={() => (room.value = name)}>{TRAIN.roomNames[name]}</button>
      ))}
    </nav>
  );
}
