from datetime import timedelta

from service_desk.clocks import selectors, services


def test_overdue_and_due_soon_stand_by_team_and_by_department(story):
    case = story.drive("transferred")
    slip = case.slips.get()
    found = selectors.board(story.alice, slip.due_at + timedelta(minutes=1))
    assert [(line.department, line.overdue) for line in found.departments] == [(story.engineering, 1)]
    assert (found.overdue, found.soon) == (1, 0)
    soon = selectors.board(story.alice, slip.due_at - timedelta(hours=2))
    assert (soon.overdue, soon.soon, soon.teams) == (0, 1, [])


def test_behind_each_figure_stand_as_many_clocks(story):
    for _each in range(3):
        story.register()
    later = story.later(days=30)
    found = selectors.board(story.alice, later)
    assert [(line.department, line.overdue) for line in found.teams] == [(None, 3)]
    assert len(selectors.pressing(story.alice, later, team=0, overdue=True)) == 3


def test_what_was_met_and_what_lies_far_ahead_stands_on_no_board(story):
    case = story.register()
    assert selectors.board(story.alice, story.now).soon == 0
    services.meet(case, "answer", now=story.now)
    assert selectors.board(story.alice, story.later(days=30)).overdue == 0


def test_a_board_shows_the_users_own_projects_only(story, dan):
    story.register()
    assert selectors.board(dan, story.later(days=30)).overdue == 0


def test_a_board_takes_as_many_queries_for_many_clocks(story, django_assert_num_queries):
    for _each in range(12):
        story.drive("transferred")
    assert story.bob.held_grants
    # the grouped clocks, the departments, the projects of a user whose grants name no project
    with django_assert_num_queries(3):
        selectors.board(story.bob, story.later(days=30))
