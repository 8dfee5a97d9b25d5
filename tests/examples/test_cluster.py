"""The class on a Dask cluster, whose workers have no course and no folder in common."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from examples.build import ASSIGNMENTS, build_class
from tests.examples.conftest import INSTRUCTOR, GradedClass, MakeCourse
from tests.scale.cluster import cluster
from tests.scale.conftest import of_course, result, run, twokernels


@pytest.mark.filterwarnings("ignore")  # Dask's client warns of its own event loop and ports
def test_a_cluster_grades_to_the_same_result_file(
    graded_class: GradedClass, make_course: MakeCourse, tmp_path: Path
) -> None:
    far = make_course("far")
    shutil.copytree(graded_class.course / "release", far / "release")
    build_class(far)
    with cluster("one", "two") as dask:
        for assignment in ASSIGNMENTS:
            there, here = tmp_path / "there.json", tmp_path / "here.json"
            grade = ("grade", assignment, "--course")
            done = run(*twokernels(*grade, far, "--json", there, "--scheduler", dask.address))
            assert done.returncode == 0, done.stderr
            done = run(*twokernels(*grade, graded_class.course, "--json", here))
            assert " had been graded before" in done.stderr, done.stderr
            at_home = result(here)
            del at_home["students"][INSTRUCTOR]
            assert at_home == result(there)
            assert len(at_home["students"]) == 20
    at_home = of_course(graded_class.course)
    assert of_course(far) == {key: at_home[key] for key in at_home if INSTRUCTOR not in key}
