"""The manifests for Kubernetes: valid, at one with each other and with the server, and confined."""

from pathlib import Path

import chainrule.api
import kubernetes_validate
import pytest
import yaml
from chainrule.api.settings import Settings
from starlette.testclient import TestClient

PATH = Path(__file__).parents[1] / "backend" / "deploy" / "kubernetes.yaml"
MANIFESTS = list(yaml.safe_load_all(PATH.read_text(encoding="utf-8")))
NAMES = [f"{manifest['kind']} {manifest['metadata']['name']}" for manifest in MANIFESTS]
FOUND = dict(zip(NAMES, MANIFESTS, strict=True))
PODS = {
    manifest["metadata"]["name"]: manifest["spec"]["template"]
    for manifest in MANIFESTS
    if manifest["kind"] in {"Deployment", "StatefulSet"}
}
SERVER = PODS["chainrule"]["spec"]["containers"][0]
VERSIONS = ("1.31", kubernetes_validate.latest_version())


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("manifest", MANIFESTS, ids=NAMES)
def test_a_manifest_is_valid_by_the_published_schema(manifest, version):
    kubernetes_validate.validate(manifest, version, strict=True)


def test_nothing_is_there_twice():
    assert len(FOUND) == len(MANIFESTS)


@pytest.mark.parametrize("pod", PODS.values(), ids=PODS)
def test_a_pod_runs_as_a_numbered_user_and_can_write_little(pod):
    spec = pod["spec"]
    assert spec["securityContext"]["runAsNonRoot"] is True
    assert spec["securityContext"]["runAsUser"] > 0
    assert spec["automountServiceAccountToken"] is False
    for container in spec["containers"]:
        context = container["securityContext"]
        assert context["readOnlyRootFilesystem"] is True
        assert context["allowPrivilegeEscalation"] is False
        assert context["capabilities"] == {"drop": ["ALL"]}
        assert container["resources"]["limits"]["memory"]


@pytest.mark.parametrize("kind", ["Service", "PodDisruptionBudget", "NetworkPolicy"])
def test_what_selects_pods_finds_them(kind):
    for name, manifest in FOUND.items():
        if name.startswith(f"{kind} "):
            spec = manifest["spec"]
            selector = spec.get("selector", spec.get("podSelector"))
            wanted = selector.get("matchLabels", selector)
            found = [p for p in PODS.values() if wanted.items() <= p["metadata"]["labels"].items()]
            assert len(found) == 1, name


def test_ports_and_services_are_those_that_there_are():
    ports = {port["name"] for port in SERVER["ports"]}
    assert FOUND["Service chainrule"]["spec"]["ports"][0]["targetPort"] in ports
    (rule,) = FOUND["Ingress chainrule"]["spec"]["rules"]
    assert rule["http"]["paths"][0]["backend"]["service"]["name"] == "chainrule"
    hosts = FOUND["ConfigMap chainrule"]["data"]["CHAINRULE_HOSTS"]
    assert rule["host"] == hosts
    scaled = FOUND["HorizontalPodAutoscaler chainrule"]["spec"]["scaleTargetRef"]
    assert f"{scaled['kind']} {scaled['name']}" in FOUND


def test_the_settings_are_settings():
    settings = Settings.from_environment(FOUND["ConfigMap chainrule"]["data"])
    host = settings.database.removeprefix("redis://").partition(":")[0]
    assert f"Service {host}" in FOUND
    assert SERVER["ports"][0]["containerPort"] == Settings().port


def test_probes_and_metrics_are_answered_by_the_server():
    app = chainrule.api.create_app(Settings(database="memory:"))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
            assert client.get(SERVER[probe]["httpGet"]["path"]).status_code == 200
        annotations = PODS["chainrule"]["metadata"]["annotations"]
        text = client.get(annotations["prometheus.io/path"]).text
    metrics = FOUND["HorizontalPodAutoscaler chainrule"]["spec"]["metrics"]
    (queue,) = (metric["pods"]["metric"]["name"] for metric in metrics if "pods" in metric)
    assert f"\n{queue} " in text


def test_redis_keeps_everything_and_stays_below_its_limit():
    redis = PODS["chainrule-redis"]["spec"]["containers"][0]
    options = dict(zip(redis["args"][1::2], redis["args"][2::2], strict=True))
    assert options["--appendonly"] == "yes"
    assert options["--maxmemory-policy"] == "noeviction"
    assert int(options["--maxmemory"].removesuffix("mb")) < 1000
    assert redis["resources"]["limits"]["memory"] == "1Gi"
