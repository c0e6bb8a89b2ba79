//! The operations on parameter groups, of both kinds alike.

use aws_query::ApiError;
use aws_query::rds::{
    self, CopyDBClusterParameterGroup, CopyDBParameterGroup, CreateDBClusterParameterGroup,
    CreateDBParameterGroup, DeleteDBClusterParameterGroup, DeleteDBParameterGroup,
    DescribeDBClusterParameterGroups, DescribeDBClusterParameters, DescribeDBParameterGroups,
    DescribeDBParameters, DescribeEngineDefaultClusterParameters, DescribeEngineDefaultParameters,
    ModifyDBClusterParameterGroup, ModifyDBParameterGroup, ResetDBClusterParameterGroup,
    ResetDBParameterGroup,
};

use super::noun::{Besides, permission, with_request_tags};
use super::parameter_groups::{
    NewGroup, Pages, copy, create, defaults, delete, list, modify, parameters_of, reset,
};
use super::tag_list::tags;
use crate::app::{Asked, Call, Entry, Handler, Outcome, operations};
use crate::authorize::Permission;
use crate::state::{ClusterParameterGroup, DbParameterGroup};

pub(super) const OPERATIONS: &[Entry] = operations![
    CopyDBClusterParameterGroup,
    CopyDBParameterGroup,
    CreateDBClusterParameterGroup,
    CreateDBParameterGroup,
    DeleteDBClusterParameterGroup,
    DeleteDBParameterGroup,
    DescribeDBClusterParameterGroups,
    DescribeDBClusterParameters,
    DescribeDBParameterGroups,
    DescribeDBParameters,
    DescribeEngineDefaultClusterParameters,
    DescribeEngineDefaultParameters,
    ModifyDBClusterParameterGroup,
    ModifyDBParameterGroup,
    ResetDBClusterParameterGroup,
    ResetDBParameterGroup,
];

/// An operation: the kind of group, its action, the permission's further keys, and what it does.
macro_rules! carried_out {
    ($(
        $operation:ident on $group:ident: $action:literal,
        |$named:ident| $name:expr, $(tags $tags:ident,)?
        |$call:ident, $input:ident| $body:block
    )*) => {$(
        impl Handler for $operation {
            fn permission(
                $named: &Self::Input,
                asked: &Asked<'_>,
            ) -> Result<Option<Permission>, ApiError> {
                let permission = permission::<$group>($action, $name, asked)?;
                $(let permission = with_request_tags(permission, &tags($named.$tags.clone())?);)?
                Ok(Some(permission))
            }

            fn carry_out(
                $call: &Call<'_>,
                $input: Self::Input,
            ) -> Result<Outcome<Self::Output>, ApiError> $body
        }
    )*};
}

/// The eight operations of one kind of group, by the names that Amazon gives to them and to what they
/// take and give.
macro_rules! operations_of {
    (
        $group:ident, named $name:ident, shown as $shown:ident in $list:ident;
        $create:ident $create_action:literal $create_result:ident;
        $copy:ident $copy_action:literal $copy_result:ident
            from $source:ident to $target:ident described as $described:ident;
        $describe:ident $describe_action:literal $groups:ident;
        $parameters:ident $parameters_action:literal $details:ident;
        $modify:ident $modify_action:literal $named:ident;
        $reset:ident $reset_action:literal;
        $delete:ident $delete_action:literal;
        $defaults:ident $defaults_action:literal $defaults_result:ident;
    ) => {
        carried_out! {
            $create on $group: $create_action, |input| &input.$name, tags tags, |call, input| {
                let asked = NewGroup {
                    name: &input.$name,
                    family: input.db_parameter_group_family,
                    description: input.description,
                    tags: input.tags,
                };
                let (shape, changes) = create::<$group>(call, asked, Default::default())?;
                Ok(Outcome::write(rds::$create_result { $shown: Some(shape) }, changes))
            }

            $copy on $group: $copy_action, |input| &input.$target, tags tags, |call, input| {
                let tagged = tags(input.tags.clone())?;
                let request = with_request_tags(Permission::default(), &tagged);
                Besides::new(call, $copy_action, request)
                    .may_use::<$group>(Some(&input.$source))?;
                let asked = NewGroup {
                    name: &input.$target,
                    family: String::new(),
                    description: input.$described,
                    tags: input.tags,
                };
                let (shape, changes) = copy::<$group>(call, &input.$source, asked)?;
                Ok(Outcome::write(rds::$copy_result { $shown: Some(shape) }, changes))
            }

            $describe on $group: $describe_action,
            |input| input.$name.as_deref().unwrap_or("*"),
            |call, input| {
                let pages = Pages {
                    filters: input.filters,
                    marker: input.marker.as_deref(),
                    max_records: input.max_records,
                };
                let page = list::<$group>(call, input.$name.as_deref(), pages)?;
                Ok(Outcome::read(rds::$groups { $list: Some(page.items), marker: page.next }))
            }

            $parameters on $group: $parameters_action, |input| &input.$name, |call, input| {
                let pages = Pages {
                    filters: input.filters,
                    marker: input.marker.as_deref(),
                    max_records: input.max_records,
                };
                let source = input.source.as_deref();
                let page = parameters_of::<$group>(call, &input.$name, source, pages)?;
                let (parameters, marker) = (Some(page.items), page.next);
                Ok(Outcome::read(rds::$details { parameters, marker }))
            }

            $modify on $group: $modify_action, |input| &input.$name, |call, input| {
                let (name, changes) = modify::<$group>(call, &input.$name, input.parameters)?;
                Ok(Outcome::write(rds::$named { $name: Some(name) }, changes))
            }

            $reset on $group: $reset_action, |input| &input.$name, |call, input| {
                let all = input.reset_all_parameters;
                let (name, changes) = reset::<$group>(call, &input.$name, all, input.parameters)?;
                Ok(Outcome::write(rds::$named { $name: Some(name) }, changes))
            }

            $delete on $group: $delete_action, |input| &input.$name, |call, input| {
                Ok(Outcome::done(delete::<$group>(call, &input.$name)?))
            }
        }

        impl Handler for $defaults {
            fn permission(_: &Self::Input, _: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
                Ok(Some(Permission::new($defaults_action, "*")))
            }

            fn carry_out(
                call: &Call<'_>,
                input: Self::Input,
            ) -> Result<Outcome<Self::Output>, ApiError> {
                let pages = Pages {
                    filters: input.filters,
                    marker: input.marker.as_deref(),
                    max_records: input.max_records,
                };
                let defaults = defaults(call, input.db_parameter_group_family, pages)?;
                Ok(Outcome::read(rds::$defaults_result {
                    engine_defaults: Some(defaults),
                }))
            }
        }
    };
}

operations_of! {
    ClusterParameterGroup, named db_cluster_parameter_group_name,
        shown as db_cluster_parameter_group in db_cluster_parameter_groups;
    CreateDBClusterParameterGroup "rds:CreateDBClusterParameterGroup"
        CreateDBClusterParameterGroupResult;
    CopyDBClusterParameterGroup "rds:CopyDBClusterParameterGroup" CopyDBClusterParameterGroupResult
        from source_db_cluster_parameter_group_identifier
        to target_db_cluster_parameter_group_identifier
        described as target_db_cluster_parameter_group_description;
    DescribeDBClusterParameterGroups "rds:DescribeDBClusterParameterGroups"
        DBClusterParameterGroupsMessage;
    DescribeDBClusterParameters "rds:DescribeDBClusterParameters" DBClusterParameterGroupDetails;
    ModifyDBClusterParameterGroup "rds:ModifyDBClusterParameterGroup"
        DBClusterParameterGroupNameMessage;
    ResetDBClusterParameterGroup "rds:ResetDBClusterParameterGroup";
    DeleteDBClusterParameterGroup "rds:DeleteDBClusterParameterGroup";
    DescribeEngineDefaultClusterParameters "rds:DescribeEngineDefaultClusterParameters"
        DescribeEngineDefaultClusterParametersResult;
}

operations_of! {
    DbParameterGroup, named db_parameter_group_name,
        shown as db_parameter_group in db_parameter_groups;
    CreateDBParameterGroup "rds:CreateDBParameterGroup" CreateDBParameterGroupResult;
    CopyDBParameterGroup "rds:CopyDBParameterGroup" CopyDBParameterGroupResult
        from source_db_parameter_group_identifier
        to target_db_parameter_group_identifier
        described as target_db_parameter_group_description;
    DescribeDBParameterGroups "rds:DescribeDBParameterGroups" DBParameterGroupsMessage;
    DescribeDBParameters "rds:DescribeDBParameters" DBParameterGroupDetails;
    ModifyDBParameterGroup "rds:ModifyDBParameterGroup" DBParameterGroupNameMessage;
    ResetDBParameterGroup "rds:ResetDBParameterGroup";
    DeleteDBParameterGroup "rds:DeleteDBParameterGroup";
    DescribeEngineDefaultParameters "rds:DescribeEngineDefaultParameters"
        DescribeEngineDefaultParametersResult;
}
