"""Some of the class on a Dask cluster, whose workers have no course and no folder in common."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from examples.build import ASSIGNMENTS, build_class, choose, load_class
from tests.examples.conftest import GradedClass, MakeCourse
from tests.scale.cluster import cluster
from tests.scale.conftest import STUDENTS, of_course, result, run, twokernels


@pytest.mark.filterwarnings("ignore")  # Dask's client warns of its own event loop and ports
def test_a_cluster_grades_to_the_same_result_file(
    graded_class: GradedClass, make_course: MakeCourse, tmp_path: Path
) -> None:
    far = make_course("far")
    shutil.copytree(graded_class.course / "release", far / "release")
    build_class(far, students=choose(load_class(), STUDENTS))
    with cluster("one", "two") as address:
        for assignment in ASSIGNMENTS:
            there, here = tmp_path / "there.json", tmp_path / "here.json"
            grade = ("grade", assignment, "--course")
            done = run(*twokernels(*grade, far, "--json", there, "--scheduler", address))
            assert done.returncode == 0, done.stderr
            done = run(*twokernels(*grade, graded_class.course, "--json", here))
            assert " had been graded before" in done.stderr, done.stderr
            at_home = result(here)
            everyone = at_home["students"]
            at_home["students"] = {student: everyone[student] for student in STUDENTS}
            assert at_home == result(there)
            assert len(everyone) == 21  # and the instructor
    at_home = of_course(graded_class.course)
    assert of_course(far) == {key: at_home[key] for key in at_home if key[1] in STUDENTS}
